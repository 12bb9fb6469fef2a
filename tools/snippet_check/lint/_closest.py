"""What somebody may have meant."""

from __future__ import annotations

from collections.abc import Iterable

_MOST = 3


def closest(word: str, known: Iterable[str]) -> str:
    """The known words that resemble a word most, as a list in text; "-" where nothing is known."""
    import difflib

    lower = {name.lower(): name for name in known}
    found = difflib.get_close_matches(word.lower().replace("_", ""), lower, _MOST, 0.5)
    return ", ".join(lower[name] for name in found or sorted(lower)[:_MOST]) or "-"


def resembles(word: str, other: str) -> bool:
    """Whether one word is probably the other, misspelt."""
    import difflib

    return difflib.SequenceMatcher(None, word.lower(), other.lower()).ratio() >= 0.85
