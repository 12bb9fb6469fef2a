"""One navigation becomes one for each language."""

from __future__ import annotations

from snippet_check.site.navigation import for_languages


def test_every_entry_stands_for_both_languages() -> None:
    assert for_languages(["index.md", {"topic": ["topic/a.md"]}], []) == [
        {"ko": ["ko/index.md", {"topic": ["ko/topic/a.md"]}]},
        {"en": ["en/index.md", {"topic": ["en/topic/a.md"]}]},
    ]


def test_a_star_takes_what_has_no_entry_of_its_own() -> None:
    pages = ["ko/codes/index.md", "ko/codes/b.md", "ko/codes/a.md"]
    assert for_languages(["codes/index.md", "codes/*"], pages)[0] == {
        "ko": ["ko/codes/index.md", "ko/codes/a.md", "ko/codes/b.md"]
    }


def test_a_page_of_one_language_is_expected_in_the_other() -> None:
    assert for_languages(["codes/*"], ["ko/codes/a.md"])[1] == {"en": ["en/codes/a.md"]}
