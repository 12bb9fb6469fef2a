"""Places in source text: one-based lines and columns, as editors count them."""

from __future__ import annotations

from typing import NamedTuple


class Position(NamedTuple):
    """A character of a file: line and column, both counted from 1, columns in characters (not bytes)."""

    line: int
    column: int


class Span(NamedTuple):
    """The characters from `start` up to, not including, `end`."""

    start: Position
    end: Position


class Location(NamedTuple):
    """A span of a named file."""

    file: str
    span: Span

    def __str__(self) -> str:
        return f"{self.file}:{self.span.start.line}:{self.span.start.column}"
