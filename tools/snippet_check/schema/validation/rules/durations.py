"""Durations: at least a millisecond, in whole milliseconds. Source: Istio's ValidateDuration."""

from __future__ import annotations

from collections.abc import Iterable

from snippet_check.resource import FieldPath
from snippet_check.schema.decode.duration import nanoseconds
from snippet_check.schema.validation.violation import Violation, error

MILLISECOND = 1_000_000


def duration(text: str, path: FieldPath) -> Iterable[Violation]:
    length = nanoseconds(text) or 0
    if length < MILLISECOND:
        return (error("duration.short", path),)
    return (error("duration.fine", path),) if length % MILLISECOND else ()
