"""The names of the fields of every kind, as objects on a cluster spell them. Source: facts/types."""

from __future__ import annotations

import functools

from snippet_check.schema.decode.types import message_types, object_types
from snippet_check.schema.kinds import Kind
from snippet_check.schema.names import json_name


class Fields:
    """The fields of an object, or of each object of a list, and of what is in them; None where anything may be.

    Of a map the names are free, and `inner` is what its values are.
    """

    __slots__ = ("inner", "is_map", "names")

    def __init__(self, names: dict[str, Fields | None] | None = None, *, is_map: bool = False) -> None:
        self.names = names or {}
        self.is_map = is_map
        self.inner: Fields | None = None


@functools.cache
def fields_of(kind: Kind) -> Fields | None:
    """The fields of a kind's objects, None for a kind whose fields nobody here knows."""
    types = object_types(kind)
    if types is None:
        return None
    messages = _messages(kind.group)
    names: dict[str, Fields | None] = {"apiVersion": None, "kind": None}
    return Fields(names | {name: messages.of(written) for name, written in types.items()})


@functools.cache
def _messages(group: str) -> _Messages:
    return _Messages(group)


class _Messages:
    """The messages of a group. They may contain themselves: each is known before its fields are."""

    def __init__(self, group: str) -> None:
        self.group = group
        self.made: dict[str, Fields] = {}

    def of(self, written: str) -> Fields | None:
        """The fields of a type as the facts write it."""
        name = written.lstrip("?[")
        if name not in self.made:
            if name.startswith("{"):
                made = self.made[name] = Fields(is_map=True)
                made.inner = self.of(name[1:].rpartition(":")[2])
                return made
            types = message_types(self.group, name)
            if types is None:
                return None
            made = self.made[name] = Fields()
            made.names.update({json_name(field): self.of(inner) for field, inner in types.items()})
        return self.made[name]
