"""Reads a file of calls: which worlds they happen in, who calls what, and what must come of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from snippet_check.diagnostics import Diagnostic, message_type
from snippet_check.load.malformed import MalformedError
from snippet_check.load.positions import locate, locate_key
from snippet_check.load.read import location, read_document
from snippet_check.load.split import documents
from snippet_check.mesh.content import mapping, mappings, strings, texts
from snippet_check.resource import Content, Document, FieldPath
from snippet_check.source import Location

_FIELDS: Mapping[str, type | tuple[type, ...]] = {
    "world": (str, list),
    "title": dict,
    "meshConfig": dict,
    "calls": list,
}
_CALL_FIELDS: Mapping[str, type | tuple[type, ...]] = {
    "name": str,
    "from": str,
    "url": str,
    "method": str,
    "protocol": str,
    "headers": dict,
    "certificate": bool,
    "expect": dict,
    "upstream": dict,
    "repeat": int,
    "every": str,
}
_EXPECT_FIELDS: Mapping[str, type | tuple[type, ...]] = {
    "disposition": str,
    "status": (int, type(None)),
    "destinations": dict,
    "ends": dict,
    "mirrors": dict,
    "location": str,
    "path": str,
    "authority": str,
    "timeout": str,
}
_NOT_SIMULATED = ("repeat", "every")


class Entry(NamedTuple):
    """One call of a file, as it is written."""

    file: CallsFile
    number: int
    content: Content

    @property
    def name(self) -> str:
        """The call's name, its URL where it has none."""
        name = self.content.get("name")
        return name if isinstance(name, str) else str(self.content.get("url", ""))

    @property
    def expected(self) -> Content:
        return mapping(self.content, "expect")

    def location(self, *path: str | int) -> Location:
        """Where a value of the call is written."""
        return self.file.location("calls", self.number, *path)


class CallsFile(NamedTuple):
    """A file of calls, or one of its documents."""

    document: Document
    content: Content

    @property
    def worlds(self) -> tuple[str, ...]:
        """The names of the worlds that the calls happen in."""
        world = self.content.get("world")
        return (world,) if isinstance(world, str) else tuple(texts(self.content, "world"))

    @property
    def title(self) -> dict[str, str]:
        """What the calls show, by language."""
        return strings(self.content, "title")

    @property
    def mesh_config(self) -> Content:
        return mapping(self.content, "meshConfig")

    @property
    def calls(self) -> tuple[Entry, ...]:
        return tuple(Entry(self, i, content) for i, content in enumerate(mappings(self.content, "calls")))

    def location(self, *path: str | int) -> Location:
        """Where a value of the file is written."""
        return locate(self.document, path)

    def problems(self) -> Iterator[Diagnostic]:
        """The fields that nobody reads, and those of another type than they should have."""
        yield from self._problems((), self.content, _FIELDS)
        for entry in self.calls:
            path: FieldPath = ("calls", entry.number)
            yield from self._problems(path, entry.content, _CALL_FIELDS)
            yield from self._problems((*path, "expect"), entry.expected, _EXPECT_FIELDS)
            for field in _NOT_SIMULATED:
                if field in entry.content:
                    where = locate_key(self.document, (*path, field))
                    yield message_type("SC0305").at(where, field=field)

    def _problems(self, path: FieldPath, content: Content, fields: Mapping[str, Any]) -> Iterator[Diagnostic]:
        for field, value in content.items():
            if field not in fields:
                yield message_type("SC0302").at(locate_key(self.document, (*path, field)), field=field)
            elif not isinstance(value, fields[field]) or (isinstance(value, bool) and fields[field] is not bool):
                yield message_type("SC0303").at(locate(self.document, (*path, field)), field=field, value=value)


def read_calls(source: str, file: str) -> CallsFile:
    """Reads the text of a file of calls that has one document. Raises MalformedError where it is no YAML."""
    return _read(Document(file, 0, source))


def read_scenarios(source: str, file: str) -> tuple[CallsFile, ...]:
    """Reads a file of calls: each document is a scenario with worlds and a mesh configuration of its own.

    Raises MalformedError where it is no YAML.
    """
    return tuple(map(_read, documents(source, file))) or (read_calls(source, file),)


def unreadable(source: str, file: str) -> Iterator[Diagnostic]:
    """What keeps a file of calls from being read: a finding for each document that is no YAML."""
    for document in documents(source, file):
        try:
            read_document(document)
        except MalformedError as error:
            where = location(document, error.line, error.column)
            yield message_type(error.code).at(where, **error.arguments)


def _read(document: Document) -> CallsFile:
    content, _ = read_document(document)
    return CallsFile(document, content if isinstance(content, dict) else {})
