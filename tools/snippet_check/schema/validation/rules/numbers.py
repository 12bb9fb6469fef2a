"""Numbers as Go reads and bounds them."""

from __future__ import annotations

import re

_integer = re.compile("[-+]?[0-9]+").fullmatch
_INT64 = 1 << 63
_UINT32 = 1 << 32


def is_go_integer(text: str) -> bool:
    """Whether Go's strconv.Atoi takes the text: decimal digits with an optional sign, within 64 bits."""
    if not _integer(text):
        return False
    # 40 digits are beyond 64 bits unless they are leading zeros; int() of far longer texts would be refused or slow.
    digits = text.lstrip("+-").lstrip("0")
    return len(digits) < 40 and -_INT64 <= int(text[0] + digits if text[0] == "-" and digits else digits or 0) < _INT64


def int32(number: int) -> int:
    """A number that Go keeps in 32 bits: it wraps around."""
    return (number + _UINT32 // 2) % _UINT32 - _UINT32 // 2
