"""Where one document ends and the next begins: as YAML says, and as Istio's own file reader has it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from snippet_check.resource import Document

_MARKER = re.compile(r"^(?:---(?=\s|$)|\.\.\.(?=\s|$)[^\n]*\n?)", re.MULTILINE)
_DIRECTIVE = re.compile(r"^%", re.MULTILINE)
_CONTENT = re.compile(r"^[^#%\s]|^\s+[^#\s]", re.MULTILINE)
GO_SPACE = "\t\n\v\f\r \x85\xa0\u1680" + "".join(map(chr, range(0x2000, 0x200B))) + "\u2028\u2029\u202f\u205f\u3000"
"""What Go's unicode.IsSpace takes for white space."""
_SEPARATOR = re.compile(rf"^---[{GO_SPACE.replace(chr(10), '')}]*$", re.MULTILINE)
_BEFORE_START = re.compile(r"(?:(?:---)?\n)*")


def documents(text: str, file: str) -> Iterator[Document]:
    """Splits a text at the document markers that YAML itself knows; directives stay with their document."""
    start = line = 0
    index = 0
    for end in _ends(text):
        part = text[start:end]
        yield Document(file, index, part, line + 1)
        line += part.count("\n")
        start, index = end, index + 1


def _ends(text: str) -> Iterator[int]:
    start = 0
    for match in _MARKER.finditer(text):
        end = match.start() if match[0] == "---" else match.end()
        before = text[start:end]
        if end > start and not (_DIRECTIVE.search(before) and not _CONTENT.search(before)):
            yield end
            start = end
    if start < len(text):
        yield len(text)


def chunks(text: str, file: str) -> Iterator[Document]:
    """Splits a text as pilot/pkg/config/file/util/kubeyaml does: at lines of three dashes and nothing but blanks.

    A separator that arrives while its chunk is still empty stays in it as its first line. What Istio calls the first
    line of a chunk is the first that is neither empty nor such a separator; the text is then trimmed of white space.
    """
    start, line, index = 0, 1, 0
    for end, following in _chunk_ends(text):
        yield _chunk(text[start:end], file, index, line)
        line += text.count("\n", start, following)
        start, index = following, index + 1


def _chunk_ends(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in _SEPARATOR.finditer(text):
        if match.start() > start:
            following = min(match.end() + 1, len(text))
            yield match.start(), following
            start = following
    if start < len(text):
        yield len(text), len(text)


def _chunk(text: str, file: str, index: int, line: int) -> Document:
    skipped = _BEFORE_START.match(text)
    reported_line = line + (skipped[0].count("\n") if skipped else 0)
    body = text.lstrip(GO_SPACE)
    blank = text[: len(text) - len(body)]
    body = body.rstrip(GO_SPACE)
    last_break = blank.rfind("\n")
    # The first line loses its indentation, and only the first: the column is kept so that places stay right.
    return Document(
        file,
        index,
        body,
        line + blank.count("\n"),
        first_column=len(blank) - last_break - 1,
        reported_line=reported_line,
    )
