"""What a plain scalar means to Kubernetes: the YAML 1.1 flavoured rules of sigs.k8s.io/yaml, not PyYAML's.

Source: go.yaml.in/yaml/v2 resolve.go, followed by the conversion of sigs.k8s.io/yaml to JSON. Times, dates and base-60
numbers stay text.
"""

from __future__ import annotations

import functools
import re
from typing import TypeAlias

Scalar: TypeAlias = str | int | float | bool | None

_WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"), True),
    **dict.fromkeys(("n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"), False),
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
}
_NOT_FINITE = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
_NUMBER_START = frozenset("+-.0123456789")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?", re.ASCII)
_FRACTION = re.compile(r"\.[0-9](?:_?[0-9])*(?:[eE][-+]?[0-9](?:_?[0-9])*)?", re.ASCII)
_INTEGER = re.compile(r"[-+]?(?:0[bB][01]+|0[xX][0-9a-fA-F]+|0[oO]?[0-7]+|0|[1-9][0-9]*)", re.ASCII)
_LONGEST_INTEGER = 70
"""Enough for the 64 binary digits, base and sign of any number that fits; longer ones are read as floats."""
_SMALLEST, _LARGEST = -(2**63), 2**64 - 1
_LARGEST_SINGLE = float((2**24 - 1) * 2**104)


class NotFiniteError(ValueError):
    """An infinity or not-a-number: YAML has them, JSON and so Kubernetes do not."""


@functools.lru_cache(maxsize=1 << 14)
def resolve_plain(text: str) -> Scalar:
    """The value of an untagged plain scalar. Raises NotFiniteError for .inf and .nan."""
    if text in _WORDS:
        return _WORDS[text]
    return _number(text) if text[0] in _NUMBER_START else text


@functools.lru_cache(maxsize=1 << 14)
def resolve_key(text: str) -> str | None:
    """The JSON name that an untagged plain key becomes, None for a null key, which JSON cannot have."""
    if _NOT_FINITE.fullmatch(text):
        return text.lower().removeprefix("+")
    value = resolve_plain(text)
    return key_text(float(value) if type(value) is int and not is_integer(text) else value)


def key_text(value: Scalar) -> str | None:
    """A key's value as the text that JSON needs."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) or (isinstance(value, int) and value > _LARGEST):
        return _single_precision(value)
    # A whole number of 64 bits has another type in Go, and sigs.k8s.io/yaml refuses that type as a key.
    if isinstance(value, int):
        return str(value) if value < 2**63 else None
    return value


def _number(text: str) -> str | int | float:
    if _NOT_FINITE.fullmatch(text):
        raise NotFiniteError(text)
    if text[0] == ".":
        return _float(text) if _FRACTION.fullmatch(text) else text
    digits = text.replace("_", "")
    if len(digits) <= _LONGEST_INTEGER and _INTEGER.fullmatch(digits):
        value = _integer(digits)
        if _SMALLEST <= value <= _LARGEST and not (digits[0] == "+" and value >= 2**63):
            return value
    return _float(digits, text) if _FLOAT.fullmatch(digits) else text


def is_integer(text: str) -> bool:
    """Whether a text is written as a whole number: 5, not 5.0 or 08."""
    return _INTEGER.fullmatch(text.replace("_", "")) is not None


def _integer(digits: str) -> int:
    magnitude = digits.lstrip("+-")
    # A leading zero alone means octal to Go and to YAML 1.1, and is an error to Python.
    octal = magnitude[0] == "0" and magnitude.isdigit()
    return int(digits, 8 if octal else 0)


def _float(digits: str, text: str | None = None) -> str | int | float:
    """JSON writes 5.0 as 5, so a whole float is an integer to every reader behind it; one out of range stays text."""
    value = float(digits)
    if value in (float("inf"), float("-inf")):
        return digits if text is None else text
    return int(value) if value.is_integer() and abs(value) < 1e21 and value else value or 0


def _single_precision(value: float) -> str:
    """Go's FormatFloat(value, 'g', -1, 32): the shortest text that gives the same 32-bit float."""
    import struct

    if abs(value) > _LARGEST_SINGLE:
        return ".inf" if value > 0 else "-.inf"
    packed = struct.pack("f", value)
    single = struct.unpack("f", packed)[0]
    candidates = (f"{single:.{digits}e}" for digits in range(9))
    shortest = next(text for text in candidates if struct.pack("f", float(text)) == packed)
    # Go writes up to six digits before the point, whatever their number; Python's own %g lets precision decide.
    if -5 < int(shortest.partition("e")[2]) < 6:
        from decimal import Decimal

        return f"{Decimal(shortest):f}"
    return shortest
