"""What one language has, the other has too."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from snippet_check.render.dispositions import DISPOSITION_WORDS
from snippet_check.simulate import Disposition
from snippet_check.site import parity, translations
from snippet_check.site.languages import LANGUAGES

ROOT = Path(__file__).parents[2]
CALLS = sorted((ROOT / "snippets").rglob("*.calls.yaml"))


def test_pages_are_twins() -> None:
    docs = ROOT / "docs"
    pages = {path.relative_to(docs).as_posix(): path.read_text("utf-8") for path in docs.rglob("*.md")}
    assert "\n".join(parity.problems(pages)) == ""


def test_texts_stand_in_both_languages_with_the_same_placeholders() -> None:
    assert "\n".join(translations.problems(translations.translated_files())) == ""


@pytest.mark.parametrize("path", CALLS, ids=lambda path: path.stem)
def test_titles_of_calls_speak_both_languages(path: Path) -> None:
    assert all(set(one["title"]) == set(LANGUAGES) for one in yaml.safe_load_all(path.read_text("utf-8")))


def test_every_disposition_has_words() -> None:
    assert set(DISPOSITION_WORDS) == set(Disposition)
    assert all(set(words) == set(LANGUAGES) for words in DISPOSITION_WORDS.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_world_can_be_looked_up(language: str) -> None:
    page = (ROOT / "docs" / language / "reference" / "worlds.md").read_text("utf-8")
    worlds = {path.stem for path in (ROOT / "snippets" / "worlds").glob("*.yaml")}
    assert set(re.findall(r'world\("([\w-]+)"', page)) == worlds
    assert set(re.findall(r"\{ #([\w-]+) \}", page)) == worlds


@pytest.mark.parametrize("page", sorted((ROOT / "docs").rglob("*.md")), ids=lambda page: str(page.relative_to(ROOT)))
def test_what_stands_before_a_page_is_yaml(page: Path) -> None:
    """Where it is not, mkdocs shows it on the page."""
    if matter := re.match(r"---\n(.*?)\n---\n", page.read_text("utf-8"), re.DOTALL):
        assert isinstance(yaml.safe_load(matter[1]), dict)
