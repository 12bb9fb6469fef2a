"""The two languages, and where a page of one has its twin."""

from __future__ import annotations

LANGUAGES = ("ko", "en")


def language_of(path: str) -> str | None:
    """The language a path or URL of the site belongs to; None for what both share, such as ../assets."""
    first = path.partition("/")[0]
    return first if first in LANGUAGES else None


def in_language(path: str, language: str) -> str:
    """The same path in a language: ko/traffic/index.md has its twin at en/traffic/index.md."""
    return f"{language}/{path.partition('/')[2]}"
