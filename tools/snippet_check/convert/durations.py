"""Durations as the Gateway API writes them (GEP-2257): at most four whole numbers with h, m, s or ms."""

from __future__ import annotations

_UNITS = (("h", 3_600_000), ("m", 60_000), ("s", 1000), ("ms", 1))


def gateway_duration(seconds: float) -> str:
    """Seconds as `1m30s`; less than a millisecond is one."""
    rest = max(1, round(seconds * 1000)) if seconds > 0 else 0
    found = ""
    for unit, length in _UNITS:
        count, rest = divmod(rest, length)
        found += f"{count}{unit}" if count else ""
    return found or "0s"
