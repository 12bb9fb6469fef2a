"""Numbers as Go reads and keeps them."""

from __future__ import annotations

import re

_integer = re.compile("([-+]?)0*([0-9]+)").fullmatch
_MOST_DIGITS = 19
_INT64 = 1 << 63
_UINT32 = 1 << 32


def go_integer(text: str) -> int | None:
    """The number in a text of decimal digits with an optional sign, None where Go's strconv.Atoi takes none."""
    match = _integer(text)
    if match is None or len(match[2]) > _MOST_DIGITS:
        return None
    number = int(match[1] + match[2])
    return number if -_INT64 <= number < _INT64 else None


def int32(number: int) -> int:
    """A number that Go keeps in 32 bits: it wraps around."""
    return (number + _UINT32 // 2) % _UINT32 - _UINT32 // 2
