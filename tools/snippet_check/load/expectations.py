"""What comments say that will be found: `# error: [IST0101]`, at a line's end or on lines of its own above it.

More may be said: `# warning: 5 [IST0133] "part of the text"` names the column too, and several may share a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from snippet_check.diagnostics import Level
from snippet_check.load.comments import Comment, comments
from snippet_check.resource import Document

_EXPECTATION = re.compile(r'#\s*(error|warning|info):\s*(?:(\d+)\s+)?\[(\w+)\](?:\s*"([^"]*)")?')


class Expectation(NamedTuple):
    """A finding that a comment announces for a line of a file; None where it leaves something open."""

    file: str
    line: int
    level: Level
    code: str
    column: int | None = None
    text: str | None = None


def expectations(document: Document) -> Iterator[Expectation]:
    """What the comments of a document announce, by line."""
    pending: list[Comment] = []
    lines = document.text.split("\n")
    for comment in comments(document):
        if not _EXPECTATION.match(comment.text):
            continue
        if comment.alone:
            pending.append(comment)
            continue
        yield from _announced(document, pending, lines)
        pending = []
        yield from _read(document, comment, comment.line)
    yield from _announced(document, pending, lines)


def _announced(document: Document, pending: list[Comment], lines: list[str]) -> Iterator[Expectation]:
    """The expectations of comments on lines of their own: they speak of the next line with content."""
    for comment in pending:
        following = (number for number in range(comment.line + 1, len(lines)) if _has_content(lines[number]))
        yield from _read(document, comment, next(following, comment.line))


def _has_content(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#")


def _read(document: Document, comment: Comment, line: int) -> Iterator[Expectation]:
    for level, column, code, text in _EXPECTATION.findall(comment.text):
        yield Expectation(
            document.file,
            document.first_line + line,
            Level(level.capitalize()),
            code,
            int(column) if column else None,
            text or None,
        )
