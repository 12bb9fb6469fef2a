"""The messages of Envoy's API, field by field, as istiod 1.30 knows them. Sources: listed in envoy_types.json.

A message there is one line of `field=type` in the API's order. A type is a scalar, a message or `#` and an enum, within
the message's own package where it starts with a dot; `[` before it makes a list, `{key:` a map, and `|1` behind it one
of the fields of the message's first oneof. An enum there is one line of names in the order of their numbers, which
start at 0 and grow by one but where `:5` says otherwise.
"""

from __future__ import annotations

import functools
import importlib.resources
import json
import re
from typing import NamedTuple

_PACKAGE = re.compile(r"((?:[^.A-Z][^.]*\.)*[^.A-Z][^.]*)\.(.+)")


class Field(NamedTuple):
    """One field. Its type is a scalar's name, or the full name of a message or an enum."""

    name: str
    type: str
    is_enum: bool = False
    is_list: bool = False
    key: str = ""
    """The type of a map's keys, "" where it is no map."""
    oneof: int = 0
    """Which of the message's oneofs the field belongs to, from 1 on; 0 for none."""

    @property
    def json_name(self) -> str:
        """The name in JSON: `typedConfig` for `typed_config`."""
        first, *others = self.name.split("_")
        return first + "".join(word[:1].upper() + word[1:] for word in others)


@functools.cache
def fields(message: str) -> tuple[Field, ...] | None:
    """The fields of a message in the API's order, None for a name that no message has."""
    package, line = _line(message)
    return None if line is None else tuple(_field(part, package) for part in line.split())


@functools.cache
def enum_numbers(enum: str) -> dict[str, int]:
    """The names of an enum's values and their numbers; the first is the value of a field that is not set."""
    _, line = _line(enum, "#")
    numbers: dict[str, int] = {}
    number = -1
    for word in (line or "").split():
        name, _, written = word.partition(":")
        number = int(written) if written else number + 1
        numbers[name] = number
    return numbers


@functools.cache
def _packages() -> dict[str, dict[str, str]]:
    file = importlib.resources.files("snippet_check") / "facts" / "envoy_types.json"
    packages: dict[str, dict[str, str]] = json.loads(file.read_text("utf-8"))["packages"]
    return packages


def _line(full_name: str, mark: str = "") -> tuple[str, str | None]:
    """A type's package and its line."""
    found = _PACKAGE.fullmatch(full_name)
    package, name = (found[1], found[2]) if found else ("", full_name)
    return package, _packages().get(package, {}).get(mark + name)


def _field(part: str, package: str) -> Field:
    name, _, written = part.partition("=")
    written, _, oneof = written.partition("|")
    key = ""
    if written.startswith("{"):
        key, _, written = written[1:].partition(":")
    bare = written.lstrip("[#")
    full_name = package + bare if bare.startswith(".") else bare
    return Field(name, full_name, "#" in written, written.startswith("["), key, int(oneof or 0))
