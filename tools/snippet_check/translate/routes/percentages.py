"""Percentages as Envoy gets them."""

from __future__ import annotations


def in_millionths(percent: float) -> float:
    """A percentage cut off at what a fraction with the denominator of a million can say."""
    return int(percent * 10_000) / 10_000
