"""Durations, percentages and counts out of Envoy's JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from snippet_check.resource import Content
from snippet_check.schema.decode.duration import nanoseconds

_DENOMINATORS = {"HUNDRED": 1, "TEN_THOUSAND": 100, "MILLION": 10_000}


def nested(content: Any, *path: str) -> Content:
    """The message at the end of a path, {} where there is none."""
    for name in path:
        content = content.get(name) if isinstance(content, Mapping) else None
    return dict(content) if isinstance(content, Mapping) else {}


def seconds(content: Mapping[str, Any], field: str) -> float | None:
    """A duration in seconds, None where it is not set."""
    written = content.get(field)
    length = nanoseconds(written) if isinstance(written, str) else None
    return None if length is None else length / 1e9


def count(content: Mapping[str, Any], field: str) -> int | None:
    """A whole number, None where it is not set."""
    written = content.get(field)
    return None if written is None else int(written)


def percent(content: Mapping[str, Any], otherwise: float) -> float:
    """An envoy.type.v3.FractionalPercent as a percentage (0 to 100)."""
    if not content:
        return otherwise
    numerator: int = content.get("numerator", 0)
    return numerator / _DENOMINATORS.get(content.get("denominator", "HUNDRED"), 1)
