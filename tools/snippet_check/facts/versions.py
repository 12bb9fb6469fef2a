"""Istio's minor versions, in their order."""

from __future__ import annotations

MODELLED = "1.30"
"""The version that analyze, translate and simulate stand for."""


def minor(version: str) -> tuple[int, int]:
    """(1, 30) for "1.30" and "1.30.3". Raises ValueError for what is no version."""
    parts = version.split(".")
    if len(parts) not in (2, 3) or not all(part.isdecimal() for part in parts):
        raise ValueError(version)
    return int(parts[0]), int(parts[1])


def holds(version: str, since: str, until: str | None) -> bool:
    """Whether a version has what came with `since` and was last there in `until` (None: it still is)."""
    return minor(since) <= minor(version) and (until is None or minor(version) <= minor(until))
