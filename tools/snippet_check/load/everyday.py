"""The YAML that nearly everybody writes, read line by line: several times faster than any reader of all of YAML.

Block mappings and lists, plain and quoted values on one line, brackets that close on their line, literal blocks and
comments. With whatever else there is (anchors, tags, escapes, values over several lines, tabs, repeated keys, mistakes)
a text is UNUSUAL and for the other readers. What is read here is read as they read it, which a test makes sure of.
"""

from __future__ import annotations

import functools
import re
from typing import Any

from snippet_check.load import characters
from snippet_check.load.scalars import NotFiniteError, resolve_key, resolve_plain

UNUSUAL: Any = object()
"""The answer for a text that is not everyday YAML."""

_START = r"""(?:[^\s\-?:,\[\]{}\#&*!|>'"%@`]|-(?=\S))"""
_LINE = re.compile(
    rf"""
    (?:[ ]*(?:\#[^\n]*)?\n)*                          # empty lines and comments above
    ([ ]*) (-[ ]+|-(?=\n|\Z))?                        # 1 indentation, 2 the dash of a list item
    (?:([A-Za-z0-9_.][\w./-]*):(?:[ ]+|(?=\n|\Z)))?   # 3 a key
    (?: ({_START}[^\n:\#]*(?:(?::(?=\S)|(?<=\S)\#)[^\n:\#]*)*)
      | '([^'\n]*)' | "([^"\\\n]*)"                   # 4 plain text, 5 and 6 text in quotes
      | ([\[{{][^\n\#]*[\]}}]) | \|([+-]?) )?         # 7 brackets, 8 a literal block
    [ ]*(?:(?<=[ ])\#[^\n]*)?(?:\n|\Z)
    """,
    re.VERBOSE,
)
_FLOW = re.compile(
    rf"""
    [ ]*(?: ([\[{{]) | ([\]}}]) | (,)
      | (?: '([^'\n]*)' | "([^"\\\n]*)" | ({_START}[^\n,?\[\]{{}}:]*(?::(?=[^\s,\[\]{{}}])[^\n,?\[\]{{}}:]*)*) )
        (:(?=[ ]))? )
    """,
    re.VERBOSE,
)
_FIRST_LINE = re.compile(r"---[ ]*\n")
_BLOCK_INDENT = re.compile(r"(?:[ ]*\n)*([ ]+)(?=[^ \n])")
_DEEPEST = 50
_ITEM = object()
_NO_KEY = object()


def read_everyday(text: str) -> Any:
    """The value of a text, UNUSUAL where it takes another reader to say."""
    if characters.UNUSUAL.search(text):
        return UNUSUAL
    try:
        return _Lines(text).read()
    except (_UnusualError, NotFiniteError):
        return UNUSUAL


class _UnusualError(Exception):
    pass


class _Lines:
    """The open block collections, innermost last, with the columns at which they begin.

    `key` says what the innermost waits for: the value of a key, of an item (_ITEM), or nothing (_NO_KEY).
    """

    __slots__ = ("container", "indent", "key", "position", "root", "stack", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.root: list[Any] = []
        self.container: Any = self.root
        self.key: Any = _ITEM
        self.indent = -1
        self.stack: list[tuple[Any, int]] = []
        first = _FIRST_LINE.match(text)
        self.position = first.end() if first else 0

    def read(self) -> Any:
        text, match_line = self.text, _LINE.match
        end = len(text)
        while self.position < end:
            match = match_line(text, self.position)
            if match is None:
                raise _UnusualError
            self.position = match.end()
            indent, dash, key, plain, single, double, flow, block = match.groups()
            column = len(indent)
            if dash is not None:
                self.item(column)
                column += len(dash)
            if key is not None:
                self.name(column, key)
            elif dash is None and match.lastindex != 1:
                raise _UnusualError
            if plain is not None:
                self.put(resolve_plain(plain.rstrip(" ") if plain[-1] == " " else plain))
            elif single is not None or double is not None:
                self.put(double if single is None else single)
            elif flow is not None:
                self.put(_flow(flow))
            elif block is not None:
                self.put(self.block(block))
        while self.stack:
            self.close()
        return self.root[0] if self.root else None

    def item(self, column: int) -> None:
        """Begins an item of the list at this column; a list may begin at the column of the mapping whose key it has."""
        self.leave(column, list)
        if self.key is not _NO_KEY and (column > self.indent or (column == self.indent and self.key is not _ITEM)):
            self.open([], column)
        if type(self.container) is not list or self.indent != column:
            raise _UnusualError
        self.key = _ITEM

    def name(self, column: int, written: str) -> None:
        """Begins the value of a key in the mapping at this column."""
        if self.indent != column or self.key is not _NO_KEY or type(self.container) is not dict:
            self.leave(column, dict)
            if self.key is not _NO_KEY and column > self.indent:
                self.open({}, column)
        key = resolve_key(written)
        if type(self.container) is not dict or self.indent != column or key is None or key in self.container:
            raise _UnusualError
        self.key = key

    def leave(self, column: int, wanted: type) -> None:
        """Closes what ends above a line at this column, for one that continues a collection of the wanted type."""
        while self.indent > column or (self.indent == column and type(self.container) is list and wanted is dict):
            self.close()
        if self.indent == column and self.key is not _NO_KEY and not (wanted is list and self.key is not _ITEM):
            self.put(None)

    def open(self, container: Any, column: int) -> None:
        if len(self.stack) >= _DEEPEST:
            raise _UnusualError
        self.put(container)
        self.stack.append((self.container, self.indent))
        self.container, self.indent = container, column

    def close(self) -> None:
        if self.key is not _NO_KEY:
            self.put(None)
        if not self.stack:
            raise _UnusualError
        self.container, self.indent = self.stack.pop()

    def put(self, value: Any) -> None:
        if self.key is _ITEM:
            self.container.append(value)
        else:
            self.container[self.key] = value
        self.key = _NO_KEY

    def block(self, chomping: str) -> str:
        """The text of a literal block, whose indentation is that of its first line with content."""
        found = _BLOCK_INDENT.match(self.text, self.position)
        if found is None or len(found[1]) <= self.indent:
            raise _UnusualError
        body = _block_body(len(found[1])).match(self.text, self.position)
        if body is None or found.start(1) - self.position != found[0].count("\n"):
            raise _UnusualError
        self.position = body.end()
        lines = [line[len(found[1]) :] for line in body[0].split("\n")]
        text = "\n".join(lines)
        if chomping == "+":
            return text
        stripped = text.rstrip("\n")
        return stripped + "\n" if not chomping and len(text) > len(stripped) else stripped


@functools.cache
def _block_body(indent: int) -> re.Pattern[str]:
    return re.compile(rf"(?:[ ]{{{indent}}}[^\n]*(?:\n|\Z)|[ ]*\n)*")


def _flow(text: str) -> Any:
    """The value of brackets that open and close on one line."""
    reader = _Flow()
    position, end = 0, len(text)
    while position < end:
        match = _FLOW.match(text, position)
        if match is None:
            raise _UnusualError
        position = match.end()
        opening, closing, comma, single, double, plain, colon = match.groups()
        if opening:
            reader.open(opening)
        elif closing:
            reader.close(closing)
        elif comma:
            reader.comma()
        elif reader.key is _NO_KEY:
            reader.name(plain, double if single is None else single, colon)
        elif colon:
            raise _UnusualError
        else:
            quoted = double if single is None else single
            reader.put(quoted if plain is None else resolve_plain(plain.rstrip(" ")))
    if reader.stack or len(reader.root) != 1:
        raise _UnusualError
    return reader.root[0]


class _Flow:
    """The open brackets, innermost last; `complete` says that only a comma or the closing bracket may follow."""

    __slots__ = ("complete", "container", "key", "root", "stack")

    def __init__(self) -> None:
        self.root: list[Any] = []
        self.container: Any = self.root
        self.key: Any = _ITEM
        self.stack: list[tuple[Any, Any]] = []
        self.complete = False

    def open(self, bracket: str) -> None:
        if self.complete or self.key is _NO_KEY or len(self.stack) >= _DEEPEST:
            raise _UnusualError
        self.stack.append((self.container, self.key))
        self.container, self.key = ([], _ITEM) if bracket == "[" else ({}, _NO_KEY)

    def close(self, bracket: str) -> None:
        is_list = type(self.container) is list
        if not self.stack or (bracket == "]") is not is_list or (not is_list and self.key is not _NO_KEY):
            raise _UnusualError
        value = self.container
        self.container, self.key = self.stack.pop()
        self.complete = False
        self.put(value)

    def comma(self) -> None:
        if not self.complete:
            raise _UnusualError
        self.complete = False

    def name(self, plain: str | None, quoted: str | None, colon: str | None) -> None:
        key = resolve_key(plain.rstrip(" ")) if plain is not None else quoted
        if self.complete or not colon or key is None or key in self.container:
            raise _UnusualError
        self.key = key

    def put(self, value: Any) -> None:
        if self.complete:
            raise _UnusualError
        if self.key is _ITEM:
            self.container.append(value)
        else:
            self.container[self.key] = value
            self.key = _NO_KEY
        self.complete = True
