"""Durations in fields, as seconds."""

from __future__ import annotations

from typing import Any

from snippet_check.schema.decode.duration import nanoseconds


def seconds(content: Any, field: str) -> float | None:
    """The duration in a field ("3s", "1m30s"), None where there is none."""
    value = content.get(field) if isinstance(content, dict) else None
    length = nanoseconds(value) if isinstance(value, str) else None
    return None if length is None else length / 1e9
