"""Search in Korean finds words whatever particle follows them."""

from __future__ import annotations

import json
import re

import pytest

from snippet_check.site.search_index import split

INDEX = {
    "config": {"lang": ["ko"], "separator": ""},
    "docs": [{"location": "ko/a/#b", "title": "", "text": ""}, {"location": "en/a/", "title": "", "text": ""}],
}


def test_places_are_relative_to_the_language() -> None:
    assert [entry["location"] for entry in json.loads(split(INDEX)["ko"])["docs"]] == ["a/#b"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("게이트웨이에서 트래픽을 나눈다.", ["게이트웨이", "트래픽", "나눈다"]),
        ("VirtualService의 호스트는", ["VirtualService", "호스트"]),
        ("나는 본다", ["나는", "본다"]),
    ],
)
def test_a_particle_ends_a_word(text: str, words: list[str]) -> None:
    separator = json.loads(split(INDEX)["ko"])["config"]["separator"]
    assert [word for word in re.split(separator, text) if word] == words
