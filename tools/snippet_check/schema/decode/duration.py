"""Go's syntax of durations, which Istio's fields are read with: 1h2m3s, 1.5h, .5s, 0.

Source: Go's time.ParseDuration.
"""

from __future__ import annotations

import functools
import re

_NANOSECONDS = {
    "ns": 1,
    "us": 10**3,
    "\u00b5s": 10**3,
    "\u03bcs": 10**3,
    "ms": 10**6,
    "s": 10**9,
    "m": 60 * 10**9,
    "h": 3600 * 10**9,
}
_PART = re.compile(rf"([0-9]+\.?[0-9]*|\.[0-9]+)({'|'.join(sorted(_NANOSECONDS, key=len, reverse=True))})", re.ASCII)
_WHOLE = re.compile(rf"[-+]?(?:{_PART.pattern})+", re.ASCII)
_LARGEST = 2**63
_LONGEST_WRITTEN = 200


@functools.lru_cache(maxsize=4096)
def nanoseconds(text: str) -> int | None:
    """The length of a duration in nanoseconds, None for a text that is none or lasts more than some 292 years."""
    if text in ("0", "+0", "-0"):
        return 0
    if len(text) > _LONGEST_WRITTEN or not _WHOLE.fullmatch(text):
        return None
    total = sum(_part(number, _NANOSECONDS[unit]) for number, unit in _PART.findall(text.lstrip("+-")))
    if total > _LARGEST or (total == _LARGEST and text[0] != "-"):
        return None
    return -total if text[0] == "-" else total


def is_duration(text: str) -> bool:
    return nanoseconds(text) is not None


def _part(number: str, unit: int) -> int:
    """A decimal number of units in nanoseconds; what is less than one is lost."""
    whole, _, fraction = number.partition(".")
    scale: int = 10 ** len(fraction)
    return int(whole or "0") * unit + int(fraction or "0") * unit // scale
