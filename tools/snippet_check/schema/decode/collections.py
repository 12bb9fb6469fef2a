"""Decoders of messages, lists and maps, built from those of their parts.

Null is absence, an empty list or map is absence too; unknown fields are ignored. Null inside a list or map is the zero
value. Source: as in scalars.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from snippet_check.schema.decode.faults import Fault, RefusedValueError, wrong_type
from snippet_check.schema.decode.scalars import Decoder

_ABSENT: Any = object()


def message(fields: dict[str, Decoder], spellings: dict[str, str], oneofs: tuple[tuple[str, ...], ...]) -> Decoder:
    """An object with these fields.

    `spellings` are the other names by which fields may be written. Of a oneof's members, the last declared one wins.
    """
    known = fields.get
    other = spellings.get

    def decode(value: Any) -> dict[str, Any]:
        if type(value) is not dict:
            raise wrong_type("object", value)
        decoded = {}
        faults: tuple[Fault, ...] = ()
        for name, item in value.items():
            field = known(name)
            if field is None:
                name = other(name)
                if name is None or name in value:
                    continue
                field = fields[name]
            if item is None:
                continue
            try:
                item = field(item)
            except RefusedValueError as error:
                faults += error.within(_written(name, value, spellings))
                continue
            if item is not _ABSENT:
                decoded[name] = item
        if faults:
            raise RefusedValueError(faults)
        return decoded

    return _with_oneofs(decode, oneofs) if oneofs else decode


def _written(name: str, value: dict[str, Any], spellings: dict[str, str]) -> str:
    """The spelling that an object uses for a field."""
    return name if name in value else next(other for other in value if spellings.get(other) == name)


def _with_oneofs(decode: Decoder, oneofs: tuple[tuple[str, ...], ...]) -> Decoder:
    def decode_one(value: Any) -> dict[str, Any]:
        decoded: dict[str, Any] = decode(value)
        if len(decoded) > 1:
            for members in oneofs:
                for loser in [member for member in members if member in decoded][:-1]:
                    del decoded[loser]
        return decoded

    return decode_one


def strings(value: Any) -> list[str]:
    """A list of text."""
    if type(value) is not list:
        raise wrong_type("list", value)
    for item in value:
        if type(item) is not str:
            return list(_checked_strings(value))
    return value or _ABSENT


def _checked_strings(value: list[Any]) -> list[str]:
    return [_text(item, index) for index, item in enumerate(value)]


def text_map(value: Any) -> dict[str, str]:
    """A map of text to text: labels, annotations."""
    if type(value) is not dict:
        raise wrong_type("object", value)
    for item in value.values():
        if type(item) is not str:
            return {key: _text(item, key) for key, item in value.items()}
    return value or _ABSENT


def _text(item: Any, step: str | int) -> str:
    if item is None:
        return ""
    if type(item) is not str:
        raise RefusedValueError(wrong_type("string", item).within(step))
    return item


def list_of(part: Decoder, zero: Callable[[], Any]) -> Decoder:
    """A list of anything."""

    def decode(value: Any) -> list[Any]:
        if type(value) is not list:
            raise wrong_type("list", value)
        decoded = []
        faults: tuple[Fault, ...] = ()
        for index, item in enumerate(value):
            try:
                decoded.append(zero() if item is None else part(item))
            except RefusedValueError as error:
                faults += error.within(index)
        if faults:
            raise RefusedValueError(faults)
        return decoded or _ABSENT

    return decode


def map_of(part: Decoder, zero: Callable[[], Any], key: Decoder | None = None) -> Decoder:
    """A map of text, or where `key` reads one of numbers, to anything. Numbers stay text, in their plainest form."""

    def decode(value: Any) -> dict[str, Any]:
        if type(value) is not dict:
            raise wrong_type("object", value)
        decoded = {}
        faults: tuple[Fault, ...] = ()
        for name, item in value.items():
            try:
                plain = name if key is None else str(key(name))
                decoded[plain] = zero() if item is None else part(item)
            except RefusedValueError as error:
                faults += error.within(name)
        if faults:
            raise RefusedValueError(faults)
        return decoded or _ABSENT

    return decode
