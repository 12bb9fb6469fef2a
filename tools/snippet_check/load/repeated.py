"""Keys that stand twice in a mapping."""

from __future__ import annotations

from typing import NamedTuple


class Repeated(NamedTuple):
    """A key that its mapping has already; line and column count from 0, within the document's text."""

    key: str
    line: int
    column: int
