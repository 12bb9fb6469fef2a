"""One document's text to its value, with everything that can stand in the way as one MalformedError."""

from __future__ import annotations

import contextlib
import re
from typing import TYPE_CHECKING, Any

from snippet_check.load.characters import FORBIDDEN
from snippet_check.load.everyday import UNUSUAL, read_everyday
from snippet_check.load.malformed import MalformedError, malformed
from snippet_check.load.repeated import Repeated
from snippet_check.load.split import GO_SPACE
from snippet_check.resource import Document
from snippet_check.source import Location, Position, Span

if TYPE_CHECKING:
    from snippet_check.load.events import Reader

_LONGEST_READ_TWICE = 1 << 18


def read_document(document: Document, *, as_istio: bool = False) -> tuple[Any, list[Repeated]]:
    """The value of a document's text, None for an empty one, and its repeated keys. Raises MalformedError.

    A text that begins with a brace is JSON first: to Istio nothing else, to kubectl YAML where it is no JSON.
    """
    if document.text.lstrip(GO_SPACE).startswith("{"):
        from snippet_check.load.json_text import read_json

        try:
            return read_json(document.text)
        except MalformedError:
            if as_istio:
                raise
    return read_text(document.text)


def read_text(text: str, reader: Reader | None = None) -> tuple[Any, list[Repeated]]:
    """The value and repeated keys of a YAML text. Raises MalformedError.

    Without a reader of choice everyday YAML is read line by line, and libyaml reads what it reads as go-yaml does; what
    it refuses is read once more, for our own reader to agree or to say what is wrong.
    """
    if reader is None and (value := read_everyday(text)) is not UNUSUAL:
        return value, []
    return _read_unusual(text, reader)


def _read_unusual(text: str, reader: Reader | None) -> tuple[Any, list[Repeated]]:
    import yaml  # here, because it takes longer to import than an everyday file to read

    from snippet_check.load.events import events, exact_events
    from snippet_check.load.values import read_value

    if match := FORBIDDEN.search(text):
        raise _forbidden(text, match)
    if reader is None and len(text) <= _LONGEST_READ_TWICE:
        with contextlib.suppress(yaml.YAMLError, MalformedError):
            return read_value(events(text))
        reader = exact_events
    try:
        return read_value((reader or events)(text))
    except yaml.YAMLError as error:
        raise malformed(error, text) from None


def _forbidden(text: str, match: re.Match[str]) -> MalformedError:
    line = text.count("\n", 0, match.start())
    column = match.start() - (text.rfind("\n", 0, match.start()) + 1)
    character = ord(match[0])
    if 0xDC80 <= character <= 0xDCFF:
        return MalformedError("SC0001", line, column, byte=f"0x{character - 0xDC00:02X}")
    return MalformedError("SC0002", line, column, character=f"U+{character:04X}")


def location(document: Document, line: int, column: int, length: int = 1) -> Location:
    """A place in a document's text (counted from 0) as a place in its file (counted from 1)."""
    column += document.indent + (document.first_column if line == 0 else 0) + 1
    start = Position(document.first_line + line, column)
    return Location(document.file, Span(start, Position(start.line, column + length)))
