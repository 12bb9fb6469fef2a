"""Findings: what kind, where, with which arguments. Texts are chosen by language at the edge."""

from __future__ import annotations

import functools
import importlib.resources
import string
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from snippet_check.resource import Place
from snippet_check.source import Location


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


@dataclass(frozen=True, slots=True)
class MessageType:
    """One message: its code, name, level and its template in each language. Read from messages/<code>.yaml."""

    code: str
    name: str
    level: Level
    message: Mapping[str, str]
    parameters: frozenset[str]

    def at(self, where: Place | Location, /, related: tuple[Place, ...] = (), **arguments: object) -> Diagnostic:
        """A finding of this type.

        Raises TypeError when the arguments are not the template's.
        """
        if arguments.keys() != self.parameters:
            raise TypeError(f"{self.code} takes {sorted(self.parameters)}, not {sorted(arguments)}")
        return Diagnostic(self, where, tuple(arguments.items()), related)


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding. `where` is a Place in a resource, or a Location where no resource could be read."""

    type: MessageType
    where: Place | Location
    arguments: tuple[tuple[str, object], ...] = ()
    related: tuple[Place, ...] = ()

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

    def location(self) -> Location:
        return self.where.location() if isinstance(self.where, Place) else self.where

    def text(self, language: str = "en") -> str:
        return self.type.message[language].format(**dict(self.arguments))


@functools.cache
def message_type(code: str) -> MessageType:
    """The message of a code such as "IST0101". Raises KeyError for a code nobody defined."""
    import yaml

    file = importlib.resources.files("snippet_check") / "messages" / f"{code.lower()}.yaml"
    try:
        fields = yaml.safe_load(file.read_text("utf-8"))
    except FileNotFoundError:
        raise KeyError(code) from None
    parameters = {name for _, name, _, _ in string.Formatter().parse(fields["message"]["en"]) if name}
    return MessageType(code, fields["name"], Level(fields["level"].capitalize()), fields["message"], frozenset(parameters))
