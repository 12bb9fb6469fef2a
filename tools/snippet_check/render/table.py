"""Tables for a terminal and for a page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from unicodedata import east_asian_width


def text_table(header: Sequence[str], rows: Iterable[Sequence[str]], gap: int = 2) -> str:
    """Columns some blanks apart, as kubectl prints them; Hangul takes two places."""
    lines = [tuple(header), *map(tuple, rows)]
    widths = [max(map(_width, column)) for column in zip(*lines, strict=True)]
    return "\n".join(
        (" " * gap).join(cell + " " * (width - _width(cell)) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )


def html_table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table whose cells already are HTML; the header's are text. On a phone each row is a card."""
    head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in header)
    body = f"<thead><tr>{head}</tr></thead>\n<tbody>\n{html_rows(header, rows)}\n</tbody>"
    return f'<div class="cards"><table>\n{body}\n</table></div>'


def html_rows(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Rows of a table; each cell knows its header, for a card to show it."""
    labels = [escape(cell) for cell in header]
    cells = (
        "".join(f'<td data-label="{label}">{cell}</td>' for label, cell in zip(labels, row, strict=True))
        for row in rows
    )
    return "\n".join(f"<tr>{row}</tr>" for row in cells)


def _width(text: str) -> int:
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)
