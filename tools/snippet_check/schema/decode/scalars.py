"""Decoders of single values, by the names that facts/types gives them.

A decoder takes a JSON value other than null and gives the value that later stages see, or raises RefusedValueError.
Sources: github.com/golang/protobuf jsonpb for Istio's own messages, sigs.k8s.io/json and the UnmarshalJSON methods of
k8s.io/apimachinery for Kubernetes' structs.
"""

from __future__ import annotations

import binascii
import functools
import re
from collections.abc import Callable
from typing import Any, TypeAlias

from snippet_check.schema.decode.duration import is_duration
from snippet_check.schema.decode.faults import refused, wrong_type

Decoder: TypeAlias = Callable[[Any], Any]

_RANGES = {
    "int32": (-(2**31), 2**31 - 1),
    "int64": (-(2**63), 2**63 - 1),
    "uint16": (0, 2**16 - 1),
    "uint32": (0, 2**32 - 1),
    "uint64": (0, 2**64 - 1),
}
_INTEGER_TEXT = re.compile(r"[ \t\n\r]*(-?(?:0|[1-9][0-9]{0,19}))[ \t\n\r]*", re.ASCII)
_NUMBER_TEXT = re.compile(r"[ \t\n\r]*-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?[ \t\n\r]*", re.ASCII)
_is_base64 = re.compile(r"(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?").fullmatch
_NOT_FINITE = frozenset(("NaN", "Infinity", "-Infinity"))
_TIME = re.compile(r"(\d{4})-(\d\d)-(\d\d)T(\d\d?):(\d\d):(\d\d)(?:[.,]\d+)?(?:Z|[+-](\d\d):(\d\d))", re.ASCII)
_QUANTITY = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[KMGTPE]i|[numkMGTPE]|[eE][+-]?[0-9]+)?", re.ASCII)


def string(value: Any) -> str:
    if type(value) is not str:
        raise wrong_type("string", value)
    return value


def boolean(value: Any) -> bool:
    if type(value) is not bool:
        raise wrong_type("boolean", value)
    return value


def integer(name: str) -> Decoder:
    """A whole number of this width."""
    smallest, largest = _RANGES[name]

    def decode(value: Any) -> int:
        if type(value) is not int:
            raise wrong_type("whole number", value)
        if not smallest <= value <= largest:
            raise refused("SC0031", value=value, smallest=smallest, largest=largest)
        return value

    return decode


def quoted_integer(name: str) -> Decoder:
    """A whole number that may be written as text: jsonpb strips the quotes of "5"."""
    plain = integer(name)

    def decode(value: Any) -> int:
        if type(value) is not str:
            return plain(value)  # type: ignore[no-any-return]
        if value.strip(" \t\n\r") == "null":
            return 0
        match = _INTEGER_TEXT.fullmatch(value)
        if match is None:
            raise wrong_type("whole number", value)
        return plain(int(match[1]))  # type: ignore[no-any-return]

    return decode


def double(value: Any) -> int | float:
    if type(value) not in (int, float):
        raise wrong_type("number", value)
    return value  # type: ignore[no-any-return]


def quoted_double(value: Any) -> int | float | str:
    """A number that may be written as text; what is not finite stays the text that JSON has for it."""
    if type(value) is not str:
        return double(value)
    if value in _NOT_FINITE:
        return value
    if not _NUMBER_TEXT.fullmatch(value):
        raise wrong_type("number", value)
    return float(value)


def duration(value: Any) -> str:
    """A duration in Go's syntax, as it is written."""
    if type(value) is not str:
        raise wrong_type("duration", value)
    if not is_duration(value):
        raise refused("SC0033", value=value)
    return value


def time(value: Any) -> str:
    """A point in time as RFC 3339 writes it."""
    if type(value) is not str:
        raise wrong_type("time", value)
    if not _is_time(value):
        raise refused("SC0034", value=value, expected="RFC 3339")
    return value


@functools.lru_cache(maxsize=1024)
def _is_time(text: str) -> bool:
    match = _TIME.fullmatch(text)
    if match is None:
        return False
    year, month, day, hour, minute, second, *_ = (int(part) if part else 0 for part in match.groups())
    return 1 <= month <= 12 and 1 <= day <= _days(year, month) and hour < 24 and minute < 60 and second < 60


def _days(year: int, month: int) -> int:
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return (31, 28 + leap, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month - 1]


def binary(value: Any) -> str:
    """Bytes, written in base64; Go takes a list of their numbers too."""
    if type(value) is list and all(byte is None or (type(byte) is int and 0 <= byte < 256) for byte in value):
        return binascii.b2a_base64(bytes(byte or 0 for byte in value), newline=False).decode()
    if type(value) is not str:
        raise wrong_type("string", value)
    if not _is_base64(value.replace("\n", "").replace("\r", "")):
        raise refused("SC0034", value=value, expected="base64")
    return value


def quantity(value: Any) -> str | int | float:
    """An amount of a resource: 100m, 1Gi, 2."""
    if type(value) not in (str, int, float):
        raise wrong_type("quantity", value)
    if not _QUANTITY.fullmatch(str(value).strip(" ")):
        raise refused("SC0034", value=value, expected="quantity")
    return value  # type: ignore[no-any-return]


def int_or_string(value: Any) -> str | int:
    if type(value) is str:
        return value
    return _INT32(value)  # type: ignore[no-any-return]


def anything(value: Any) -> Any:
    return value


def struct(value: Any) -> dict[str, Any]:
    """A google.protobuf.Struct: any JSON object."""
    if type(value) is not dict:
        raise wrong_type("object", value)
    return value


def enumeration(values: dict[str, int]) -> Decoder:
    """An enum by name; by number too, a number without a name stays one."""
    names = {number: name for name, number in values.items()}

    def decode(value: Any) -> str | int:
        if type(value) is str:
            if value not in values:
                raise refused("SC0032", value=value, allowed=", ".join(values))
            return value
        number: int = _INT32(value)
        return names.get(number, number)

    return decode


_INT32 = integer("int32")

KUBERNETES: dict[str, Decoder] = {
    **{name: integer(name) for name in _RANGES},
    "string": string,
    "bool": boolean,
    "double": double,
    "time": time,
    "bytes": binary,
    "quantity": quantity,
    "intOrString": int_or_string,
    "any": anything,
}
ISTIO: dict[str, Decoder] = {
    **{name: quoted_integer(name) for name in _RANGES},
    "string": string,
    "bool": boolean,
    "double": quoted_double,
    "duration": duration,
    "timestamp": time,
    "bytes": binary,
    "struct": struct,
    "any": anything,
}
