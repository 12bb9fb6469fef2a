"""Sets in brackets: `[a-z]`, `[^[:space:]]`, `[\\d-]`. Source: Go regexp/syntax (parseClass)."""

from __future__ import annotations

from snippet_check.re2.classes import CharacterSet, any_of, between, folded, negated, posix_class
from snippet_check.re2.escapes import Refused, read_escape, read_set


def read_bracket(pattern: str, start: int, fold: bool) -> tuple[CharacterSet, int]:
    """The set that begins at `start`, and the index behind it. Raises Refused."""
    inverted = pattern.startswith("^", start + 1)
    at = first = start + 1 + inverted
    items: list[CharacterSet] = []
    # A bracket right at the beginning stands for itself.
    while at == first or not pattern.startswith("]", at):
        members, at = (
            _named(pattern, at, fold)
            or (read_set(pattern, at, fold) if pattern.startswith("\\", at) else None)
            or _range(pattern, at, start, fold)
        )
        items.append(members)
    members = any_of(items)
    return (negated(members) if inverted else members), at + 1


def _named(pattern: str, at: int, fold: bool) -> tuple[CharacterSet, int] | None:
    """`[:alpha:]`, or `[:^alpha:]` for all but that."""
    end = pattern.find(":]", at + 2)
    if not pattern.startswith("[:", at) or end < 0:
        return None
    name = pattern[at + 2 : end]
    members = posix_class(name.removeprefix("^"))
    if members is None:
        raise Refused("class_range", pattern[at : end + 2])
    members = folded(members) if fold else members
    return (negated(members) if name.startswith("^") else members), end + 2


def _range(pattern: str, at: int, start: int, fold: bool) -> tuple[CharacterSet, int]:
    low, end = _character(pattern, at, start)
    high = low
    # A hyphen right before the closing bracket stands for itself.
    if pattern.startswith("-", end) and end + 1 < len(pattern) and pattern[end + 1] != "]":
        high, end = _character(pattern, end + 1, start)
        if high < low:
            raise Refused("class_range", pattern[at:end])
    members = between(low, high)
    return (folded(members) if fold else members), end


def _character(pattern: str, at: int, start: int) -> tuple[str, int]:
    if at >= len(pattern):
        raise Refused("missing_bracket", pattern[start:])
    return read_escape(pattern, at) if pattern[at] == "\\" else (pattern[at], at + 1)
