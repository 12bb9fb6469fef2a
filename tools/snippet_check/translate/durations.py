"""Durations in fields, as seconds."""

from __future__ import annotations

from typing import Any

from snippet_check.schema.validation.rules.durations import nanoseconds


def seconds(content: Any, field: str) -> float | None:
    """The duration in a field ("3s", "1m30s"), None where there is none."""
    value = content.get(field) if isinstance(content, dict) else None
    return nanoseconds(value) / 1e9 if isinstance(value, str) and value else None
