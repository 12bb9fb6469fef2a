"""The types of every kind's fields, from facts/types, as decoders that are made when a kind is first met.

A type is written as in the facts: a scalar's name, a message's or enum's name (capitalised), `?T` where absence differs
from zero, `[T` a list, `{T` a map by text, `{uint32:T` a map by number. Istio's messages follow protobuf's JSON rules,
Kubernetes' those of Go's encoding/json.
"""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Any

from snippet_check.schema.decode import scalars
from snippet_check.schema.decode.collections import list_of, map_of, message, strings, text_map
from snippet_check.schema.decode.faults import wrong_type
from snippet_check.schema.decode.scalars import Decoder
from snippet_check.schema.kinds import GATEWAY_API, Kind
from snippet_check.schema.names import json_name

_FACTS = Path(__file__).parents[2] / "facts" / "types"
_SHARED = "meta"
_NUMBERS = frozenset(("int32", "int64", "uint16", "uint32", "uint64", "double"))


@functools.cache
def decoder(kind: Kind) -> Decoder | None:
    """The decoder of a kind's objects, None for a kind without typed fields."""
    area = _area(kind.group)
    fields = _facts(area)["kinds"].get(kind.name)
    if fields is None:
        return None
    types = _types(area)
    typed = {"apiVersion": "string", "kind": "string", **fields}
    return message({name: types.decoder(written) for name, written in typed.items()}, {}, ())


def object_types(kind: Kind) -> dict[str, str] | None:
    """The types of the fields at the top of a kind's objects, None for a kind without typed fields."""
    return _facts(_area(kind.group))["kinds"].get(kind.name)  # type: ignore[no-any-return]


def message_types(group: str, name: str) -> dict[str, str] | None:
    """The types of a message's fields, by protobuf's names; None for what is no message."""
    for area in (_area(group), _SHARED):
        if name in _facts(area)["messages"]:
            return _facts(area)["messages"][name]  # type: ignore[no-any-return]
    return None


def _area(group: str) -> str:
    if group.endswith(".istio.io"):
        return "istio"
    return "gateway-api" if group == GATEWAY_API else "kubernetes"


@functools.cache
def _facts(area: str) -> dict[str, Any]:
    return json.loads((_FACTS / f"{area}.json").read_text("utf-8"))  # type: ignore[no-any-return]


@functools.cache
def _types(area: str) -> _Types:
    return _Types(area)


class _Types:
    """The types of one file of facts; each is made once, when something needs it."""

    def __init__(self, area: str) -> None:
        facts = _facts(area)
        self.is_istio = area == "istio"
        self.scalars = scalars.ISTIO if self.is_istio else scalars.KUBERNETES
        self.messages: dict[str, dict[str, str]] = facts.get("messages", {})
        self.oneofs: dict[str, list[list[str]]] = facts.get("oneofs", {})
        self.enums: dict[str, dict[str, int]] = facts.get("enums", {})
        self.shared = None if area == _SHARED else _types(_SHARED)
        self.made: dict[str, Decoder] = {}

    def decoder(self, written: str) -> Decoder:
        """The decoder of a type as the facts write it."""
        if written not in self.made:
            self.made[written] = self._make(written.lstrip("?"))
        return self.made[written]

    def _make(self, written: str) -> Decoder:
        if written == "[string":
            return strings
        if written == "{string":
            return text_map
        if written[0] == "[":
            return list_of(self.decoder(written[1:]), self._zero(written[1:]))
        if written[0] == "{":
            key, _, part = written[1:].rpartition(":")
            return map_of(self.decoder(part), self._zero(part), scalars.quoted_integer(key) if key else None)
        if " " in written:
            return self._either(*written.split(" "))
        return self.scalars.get(written) or self._named(written)

    def _either(self, shape: str, name: str) -> Decoder:
        """A type that Kubernetes lets be written as something simpler too; or, where a list may be, as anything.

        Source: k8s.io/apiextensions-apiserver pkg/apis/apiextensions/v1 marshal.go.
        """
        items = {"orStrings": strings, "oneOrMany": list_of(self.decoder(name), dict)}.get(shape)

        def decode(value: Any) -> Any:
            if type(value) is dict:
                return self.decoder(name)(value)
            if items is not None:
                return items(value) if type(value) is list else {}
            if type(value) is not bool:
                raise wrong_type("object or boolean", value)
            return value

        return decode

    def _named(self, name: str) -> Decoder:
        if name in self.enums:
            return scalars.enumeration(self.enums[name])
        if name not in self.messages and self.shared is not None:
            return self.shared.decoder(name)
        return _Later(self, name)

    def message(self, name: str) -> Decoder:
        fields = {json_name(field): self.decoder(written) for field, written in self.messages[name].items()}
        spellings = {field: json_name(field) for field in self.messages[name] if field != json_name(field)}
        return message(fields, spellings, tuple(tuple(members) for members in self.oneofs.get(name, ())))

    def _zero(self, written: str) -> Any:
        """Makes what a null in a list or map stands for."""
        if written.lstrip("?") in _NUMBERS:
            return int
        if written in self.enums:
            return lambda: next(iter(self.enums[written]), 0)
        if written in ("string", "bytes", "duration", "quantity"):
            return str
        return {"bool": bool, "any": lambda: None}.get(written, list if written[0] == "[" else dict)


class _Later:
    """A message's decoder, made at its first use: types refer to each other, and most are never met."""

    __slots__ = ("decode", "name", "types")

    def __init__(self, types: _Types, name: str) -> None:
        self.types, self.name = types, name
        self.decode: Decoder | None = None

    def __call__(self, value: Any) -> Any:
        if self.decode is None:
            self.decode = self.types.message(self.name)
        return self.decode(value)
