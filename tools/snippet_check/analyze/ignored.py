"""Comments that accept a finding: `# ignore: [IST0101] reason`, on its line or on a line of their own above it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from snippet_check.diagnostics import Diagnostic
from snippet_check.load.comments import Comment, comments
from snippet_check.resource import Document
from snippet_check.source import Location, Position, Span

_IGNORE = re.compile(r"#\s*ignore:\s*\[([\w\s,]*)\]\s*(.*)")


class Ignored(NamedTuple):
    """One code that a comment accepts on a line of a file, and why."""

    code: str
    file: str
    line: int
    reason: str
    place: Location
    """Where the comment is."""

    def accepts(self, finding: Diagnostic, place: Location) -> bool:
        return (self.code, self.file, self.line) == (finding.code, place.file, place.span.start.line)


def ignored(documents: Iterable[Document]) -> Iterator[Ignored]:
    """What the comments of these documents accept."""
    for document in documents:
        if "ignore:" in document.text:  # most documents have none: their comments need not be looked for
            lines = document.text.split("\n")
            for comment in comments(document):
                yield from _read(document, comment, lines)


def _read(document: Document, comment: Comment, lines: list[str]) -> Iterator[Ignored]:
    match = _IGNORE.match(comment.text)
    if not match:
        return
    line = _next_content(lines, comment.line) if comment.alone else comment.line
    start = Position(document.first_line + comment.line, document.indent + comment.column + 1)
    place = Location(document.file, Span(start, Position(start.line, start.column + len(comment.text))))
    for code in re.findall(r"\w+", match[1]):
        yield Ignored(code, document.file, document.first_line + line, match[2].strip(), place)


def _next_content(lines: list[str], line: int) -> int:
    following = (i for i in range(line + 1, len(lines)) if lines[i].strip() and not lines[i].lstrip().startswith("#"))
    return next(following, line)
