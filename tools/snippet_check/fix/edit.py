"""Edits of texts, and texts with the edits in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from snippet_check.source import Location, Position


class Edit(NamedTuple):
    """A text to put in the place of another."""

    location: Location
    replacement: str


def apply_edits(text: str, wanted: Iterable[Edit]) -> str:
    """The text with the edits, of which one that overlaps an earlier one is left out. Lines end as they did."""
    starts = _line_starts(text)
    end = len(text)
    for edit in sorted(set(wanted), key=lambda edit: edit.location.span, reverse=True):
        first, last = (_offset(starts, position) for position in edit.location.span)
        if last <= end:
            text = text[:first] + _quoted_as(text[first:last], edit.replacement) + text[last:]
            end = first
    return text


def _line_starts(text: str) -> list[int]:
    return [0, *(found.end() for found in re.finditer("\n", text))]


def _offset(starts: Sequence[int], position: Position) -> int:
    return starts[position.line - 1] + position.column - 1


def _quoted_as(old: str, new: str) -> str:
    """The new text within the quotes of the old one."""
    quote = old[:1] if old[:1] in ("'", '"') else ""
    return f"{quote}{new}{quote}"
