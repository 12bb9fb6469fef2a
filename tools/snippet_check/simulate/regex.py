"""RE2's verdicts. Envoy's safe_regex must match the whole text; its regex rewrites replace every match."""

from __future__ import annotations

from snippet_check import re2


def full_match(pattern: str, text: str) -> bool:
    """Whether the pattern matches the whole text. A pattern that RE2 refuses matches nothing."""
    try:
        return re2.compile(pattern).full_match(text)
    except re2.Refused:
        return False


def replace_all(pattern: str, substitution: str, text: str) -> str:
    """The text with every match replaced; as it was where RE2 refuses the pattern."""
    try:
        return re2.compile(pattern).replace_all(text, substitution)
    except re2.Refused:
        return text
