"""One document's text to its value, with everything that can stand in the way as one MalformedError."""

from __future__ import annotations

import re
from typing import Any

import yaml

from snippet_check.load.events import Events, events
from snippet_check.load.malformed import MalformedError, malformed
from snippet_check.load.values import Repeated, read_value
from snippet_check.resource import Document
from snippet_check.source import Location, Position, Span

FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
"""The characters that YAML does not allow; lone surrogates stand for bytes that are not UTF-8 (surrogateescape)."""


def read_document(document: Document) -> tuple[Any, list[Repeated]]:
    """The value of a document's text, None for an empty one, and its repeated keys. Raises MalformedError."""
    return read_text(document.text, events)


def read_text(text: str, reader: Any = events) -> tuple[Any, list[Repeated]]:
    """The same by a reader of choice: load.events.events or load.events.pure_events."""
    if match := FORBIDDEN.search(text):
        raise _forbidden(text, match)
    try:
        next_event: Events = reader(text.removeprefix("\ufeff"))
        return read_value(next_event)
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
