"""Durations: at least a millisecond, in whole milliseconds. Source: Istio's ValidateDuration, Go time.ParseDuration."""

from __future__ import annotations

import re
from collections.abc import Iterable

from snippet_check.resource import FieldPath
from snippet_check.schema.validation.violation import Violation, error

_MILLISECOND = 1_000_000
_UNITS = {"ns": 1, "us": 1_000, "µs": 1_000, "μs": 1_000, "ms": 10**6, "s": 10**9, "m": 60 * 10**9, "h": 3600 * 10**9}
_parts = re.compile(r"([0-9]*)\.?([0-9]*)(ns|us|µs|μs|ms|s|m|h)").findall


def nanoseconds(text: str) -> int:
    """The length of a duration in Go's syntax (`1h2m3.5s`)."""
    total = sum(
        # Go cuts a fraction off at whole nanoseconds, unit by unit.
        int(whole or 0) * _UNITS[unit] + (int(int(part) * (_UNITS[unit] / 10 ** len(part))) if part else 0)
        for whole, part, unit in _parts(text)
    )
    return -total if text.startswith("-") else total


def duration(text: str, path: FieldPath) -> Iterable[Violation]:
    length = nanoseconds(text)
    if length < _MILLISECOND:
        return (error("duration.short", path),)
    return (error("duration.fine", path),) if length % _MILLISECOND else ()
