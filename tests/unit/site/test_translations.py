"""Texts in two languages side by side: what one of them lacks is named with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from snippet_check.site.translations import problems


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("message:\n  en: No {kind}\n  ko: '{kind} 없음'\n", None),
        ("message:\n  en: No {kind}\n  ko: '{sort} 없음'\n", "2: not in both languages: {kind}, {sort}"),
        ("level: error\nmessage:\n  en: No host\n", "3: there is no text in ko"),
        ("title: {ko: 하나}\n---\ntitle: {ko: 둘, en: two}\n---\ntitle: {en: three}\n", "1: there is no text in en"),
        ("title: [\n", None),
        ("", None),
    ],
)
def test_what_one_language_lacks(text: str, found: str | None, tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text(text)
    assert next(problems([file]), None) == (found and f"{file}:{found}")
