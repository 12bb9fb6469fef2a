"""Percentages as Envoy gets them."""

from __future__ import annotations


def in_millionths(percent: float) -> float:
    """A percentage, 0 to 100, cut off at what a fraction with the denominator of a million can say."""
    return int(max(0.0, min(100.0, percent)) * 10_000) / 10_000
