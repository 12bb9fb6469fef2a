"""Findings: what kind, where, with which arguments. Texts are chosen by language at the edge."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from enum import Enum
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple, Protocol, runtime_checkable

from snippet_check.resource import FieldPath, Place
from snippet_check.source import Location

_MESSAGES = Path(__file__).parent / "messages"


class Level(Enum):
    """How bad a finding is, in istioctl's words."""

    ERROR = "Error"
    WARNING = "Warning"
    INFO = "Info"

    @property
    def severity(self) -> int:
        """0 for the worst."""
        return _SEVERITY[self]


_SEVERITY = {Level.ERROR: 0, Level.WARNING: 1, Level.INFO: 2}


@runtime_checkable
class Spoken(Protocol):
    """An argument that has a text in each language, such as what exactly a validation refuses."""

    def text(self, language: str) -> str: ...


class MessageType(NamedTuple):
    """One message: its code, name, level and its template in each language. Read from messages/<code>.yaml."""

    code: str
    name: str
    level: Level
    message: Mapping[str, str]
    parameters: frozenset[str]
    notes: Mapping[str, Any] = MappingProxyType({})
    """The file's other fields: `explanation` (by language), `since` and `removed` (Istio versions), and `phrases`:
    for a parameter whose values are sentences, each value's text by language, itself a template."""

    def at(
        self,
        where: Place | Location,
        /,
        related: tuple[Place, ...] = (),
        reported: FieldPath | None = None,
        **arguments: object,
    ) -> Diagnostic:
        """A finding of this type.

        `where` is the value at fault. Where Istio takes its line from another field, `reported` is that field's path,
        () for the resource itself. Raises TypeError when the arguments are not the template's.
        """
        if arguments.keys() != self.parameters:
            raise TypeError(f"{self.code} takes {sorted(self.parameters)}, not {sorted(arguments)}")
        return Diagnostic(self, where, tuple(arguments.items()), related, reported)


class Diagnostic(NamedTuple):
    """One finding. `where` is a Place in a resource, or a Location where no resource could be read."""

    type: MessageType
    where: Place | Location
    arguments: tuple[tuple[str, object], ...] = ()
    related: tuple[Place, ...] = ()
    reported: FieldPath | None = None
    """The path of the same resource from which Istio takes its line; None where that is `where`'s own."""

    @property
    def code(self) -> str:
        return self.type.code

    @property
    def level(self) -> Level:
        return self.type.level

    @property
    def origin(self) -> str:
        """istioctl's name of the object concerned; the file where there is none."""
        return self.where.resource.origin if isinstance(self.where, Place) else self.where.file

    @property
    def reported_place(self) -> Place | None:
        """The place from which Istio takes its line; None where there is no resource."""
        if not isinstance(self.where, Place):
            return None
        return self.where if self.reported is None else Place(self.where.resource, self.reported)

    def location(self) -> Location:
        return self.where.location() if isinstance(self.where, Place) else self.where

    def text(self, language: str = "en") -> str:
        spoken = {name: self._spoken(name, value, language) for name, value in self.arguments}
        return self.type.message[language].format(**spoken)

    def _spoken(self, name: str, value: object, language: str) -> object:
        """An argument in a language: a phrase of the message file, or something that has a text of its own."""
        if isinstance(value, Spoken):
            return value.text(language)
        phrases = self.type.notes.get("phrases", {}).get(name, {})
        return (
            phrases[value][language].format(**dict(self.arguments))
            if isinstance(value, str) and value in phrases
            else value
        )


@functools.cache
def message_type(code: str) -> MessageType:
    """The message of a code such as "IST0101". Raises KeyError for a code nobody defined."""
    import yaml

    try:
        text = (_MESSAGES / f"{code.lower()}.yaml").read_text("utf-8")
    except FileNotFoundError:
        raise KeyError(code) from None
    notes = yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # both are safe loaders
    name, level, message = notes.pop("name"), Level(notes.pop("level").capitalize()), notes.pop("message")
    return MessageType(code, name, level, message, _parameters(message["en"]), notes)


def _parameters(template: str) -> frozenset[str]:
    return frozenset(re.findall(r"\{(\w+)\}", template))
