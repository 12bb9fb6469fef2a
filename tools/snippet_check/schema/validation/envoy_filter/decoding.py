"""Reads a value as one of Envoy's messages, the way Istio does, and says what stops it.

Source: golang/protobuf 1.5 jsonpb (Unmarshaler), whose rules are not quite those of protobuf's JSON mapping; Go
encoding/json. Istio's texts say what was found and what was wanted, but not where: so do the arguments here.
"""

from __future__ import annotations

import binascii
import json
import math
from base64 import b64decode
from collections.abc import Callable
from typing import Any, NamedTuple

from snippet_check.facts.envoy_types import Field, enum_numbers, fields
from snippet_check.resource import FieldPath
from snippet_check.schema.decode.duration import is_duration
from snippet_check.schema.decode.faults import RefusedValueError
from snippet_check.schema.decode.scalars import time

_VALUE = "google.protobuf.Value"
_LIMITS = {
    "int32": (-(1 << 31), 1 << 31),
    "int64": (-(1 << 63), 1 << 63),
    "uint32": (0, 1 << 32),
    "uint64": (0, 1 << 64),
}
_FLOAT32_MAX = 3.4028235677973366e38
_NOT_FINITE = frozenset(("NaN", "Infinity", "-Infinity"))
_WRAPPED = {
    "google.protobuf.BoolValue": "bool",
    "google.protobuf.BytesValue": "bytes",
    "google.protobuf.StringValue": "string",
    "google.protobuf.Int32Value": "int32",
    "google.protobuf.UInt32Value": "uint32",
    "google.protobuf.Int64Value": "int64",
    "google.protobuf.UInt64Value": "uint64",
    "google.protobuf.FloatValue": "float32",
    "google.protobuf.DoubleValue": "float64",
}


class Problem(NamedTuple):
    """What stops the reading: an entry of messages/validation/envoy_filter.yaml, its arguments, and the place."""

    check: str
    arguments: dict[str, object]
    path: FieldPath


class _Stopped(Exception):
    """Raised with the problem."""

    def __init__(self, check: str, path: FieldPath, **arguments: object) -> None:
        super().__init__(check)
        self.problem = Problem(check, {**arguments, "within": ""}, path)


def first_problem(value: Any, message: str, *, allow_unknown: bool) -> Problem | None:
    """What stops the reading of a value as a message, None where nothing does."""
    try:
        _Reader(allow_unknown).message(value, message, ())
    except _Stopped as stopped:
        return stopped.problem
    except RecursionError:
        pass
    return None


class _Reader:
    def __init__(self, allow_unknown: bool) -> None:
        self._allow_unknown = allow_unknown

    def message(self, value: Any, name: str, path: FieldPath) -> None:
        if value is None:
            return
        if name in _WRAPPED:
            _scalar(value, _WRAPPED[name], path)
        elif name in _WELL_KNOWN:
            _WELL_KNOWN[name](self, value, path)
        else:
            self._fields(_object(value, path), name, path)

    def _fields(self, value: dict[str, Any], name: str, path: FieldPath) -> None:
        unknown = dict.fromkeys(value)
        for field in fields(name) or ():
            for written in dict.fromkeys((field.name, field.json_name)):
                if written in value:
                    unknown.pop(written)
                    given = written
            if field.name in value or field.json_name in value:
                self._field(value[given], field, (*path, given))
        if unknown and not self._allow_unknown:
            first = min(unknown)
            raise _Stopped("unknown_field", (*path, first), field=first, message=name)

    def _field(self, value: Any, field: Field, path: FieldPath) -> None:
        if value is None:
            return
        if field.is_list:
            if not isinstance(value, list):
                raise _wrong_type(value, "list", path)
            for i, item in enumerate(value):
                self._singular(item, field, (*path, i))
        elif field.key:
            for key, item in _object(value, path).items():
                if field.key != "string":
                    _scalar(key, field.key, (*path, key))
                self._singular(item, field, (*path, key))
        else:
            self._singular(value, field, path)

    def _singular(self, value: Any, field: Field, path: FieldPath) -> None:
        if field.is_enum:
            _enum(value, field.type, path)
        elif "." in field.type:
            self.message(value, field.type, path)
        else:
            _scalar(value, field.type, path)

    def any(self, value: Any, path: FieldPath) -> None:
        content = _object(value, path)
        if "@type" not in content:
            raise _Stopped("any_without_type", path)
        type_url = content["@type"] or ""
        if not isinstance(type_url, str):
            raise _Stopped("any_type", (*path, "@type"), type=json.dumps(type_url, sort_keys=True))
        name = type_url.rpartition("/")[2]
        if fields(name) is None:
            raise _Stopped("any_unresolved", (*path, "@type"), type=type_url)
        if name.startswith("google.protobuf.") and (name in _WRAPPED or name in _WELL_KNOWN or name == _EMPTY):
            if "value" not in content:
                raise _Stopped("any_without_value", path)
            self._nested(content["value"], name, type_url, (*path, "value"))
        else:
            self._nested({key: item for key, item in content.items() if key != "@type"}, name, type_url, path)

    def _nested(self, value: Any, name: str, type_url: str, path: FieldPath) -> None:
        try:
            self.message(value, name, path)
        except _Stopped as stopped:
            stopped.problem.arguments["within"] = f" ({type_url}{stopped.problem.arguments['within']})"
            raise

    def duration(self, value: Any, path: FieldPath) -> None:
        if not is_duration(_string(value, path)):
            raise _Stopped("duration", path, value=value)

    def timestamp(self, value: Any, path: FieldPath) -> None:
        try:
            time(_string(value, path))
        except RefusedValueError:
            raise _Stopped("timestamp", path, value=value) from None

    def struct(self, value: Any, path: FieldPath) -> None:
        _object(value, path)

    def list_value(self, value: Any, path: FieldPath) -> None:
        if not isinstance(value, list):
            raise _wrong_type(value, "list", path)

    def anything(self, value: Any, path: FieldPath) -> None:
        """Every JSON value is one."""


_EMPTY = "google.protobuf.Empty"
_WELL_KNOWN: dict[str, Callable[[_Reader, Any, FieldPath], None]] = {
    "google.protobuf.Any": _Reader.any,
    "google.protobuf.Duration": _Reader.duration,
    "google.protobuf.Timestamp": _Reader.timestamp,
    "google.protobuf.Struct": _Reader.struct,
    "google.protobuf.ListValue": _Reader.list_value,
    _VALUE: _Reader.anything,
}


def _wrong_type(value: Any, expected: str, path: FieldPath) -> _Stopped:
    return _Stopped("wrong_type", path, found=_found(value), expected=expected)


def _found(value: Any) -> str:
    if isinstance(value, bool):
        return "bool"
    names = {str: "string", int: "number", float: "number", list: "array", dict: "object", type(None): "null"}
    return names[type(value)]


def _object(value: Any, path: FieldPath) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise _wrong_type(value, "object", path)
    return value


def _string(value: Any, path: FieldPath) -> str:
    if not isinstance(value, str):
        raise _wrong_type(value, "string", path)
    return value


def _enum(value: Any, enum: str, path: FieldPath) -> None:
    if isinstance(value, str):
        if value not in enum_numbers(enum):
            raise _Stopped("enum", path, value=value, enum=enum)
    elif value is not None:
        _in_range(value, "enum number", *_LIMITS["int32"], path)


def _scalar(value: Any, kind: str, path: FieldPath) -> None:
    if value is None:
        return
    if kind == "bool":
        if not isinstance(value, bool):
            raise _wrong_type(value, "bool", path)
    elif kind == "string":
        _string(value, path)
    elif kind == "bytes":
        _bytes(value, path)
    elif kind in _LIMITS:
        _whole(value, kind, path)
    elif not (isinstance(value, str) and value in _NOT_FINITE):
        _float(_unquoted(value, path), kind, path)


def _bytes(value: Any, path: FieldPath) -> None:
    """Base64, or, since Go reads its slices so, a list of numbers."""
    if isinstance(value, list):
        for i, item in enumerate(value):
            _in_range(item, "uint8", 0, 1 << 8, (*path, i))
        return
    text = _string(value, path)
    try:
        b64decode(text.replace("\r", "").replace("\n", ""), validate=True)
    except (binascii.Error, ValueError):
        raise _Stopped("base64", path, value=text) from None


def _unquoted(value: Any, path: FieldPath, fraction: Callable[[str], Any] = float) -> Any:
    """A number may stand in quotes: what they hold is read as JSON."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value, parse_constant=_refuse, parse_float=fraction)
    except (ValueError, RecursionError):
        raise _Stopped("number_text", path, value=value) from None


def _refuse(constant: str) -> None:
    raise ValueError(constant)


def _whole(value: Any, kind: str, path: FieldPath) -> None:
    """A whole number. In quotes it must look like one, too: "5.0" does not."""

    def fraction(written: str) -> None:
        raise _Stopped("wrong_type", path, found=f"number {written}", expected=kind)

    least, limit = _LIMITS[kind]
    if least == 0 and value == "-0":
        fraction(value)
    _in_range(_unquoted(value, path, fraction), kind, least, limit, path, is_exact=isinstance(value, str))


def _in_range(value: Any, kind: str, least: int, limit: int, path: FieldPath, *, is_exact: bool = False) -> None:
    if value is None:
        return
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _wrong_type(value, kind, path)
    if is_exact:
        number: float = value
    else:
        # On the way here a number was a 64-bit float, and is written with an exponent from 1e21 on.
        number = float(value) if abs(value) < 1e21 else math.inf
    if not math.isfinite(number) or number != int(number) or not least <= int(number) < limit:
        raise _Stopped("wrong_type", path, found=f"number {value}", expected=kind)


def _float(value: Any, kind: str, path: FieldPath) -> None:
    if value is None:
        return
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _wrong_type(value, kind, path)
    if kind == "float32" and abs(value) >= _FLOAT32_MAX:
        raise _Stopped("wrong_type", path, found=f"number {value}", expected=kind)
