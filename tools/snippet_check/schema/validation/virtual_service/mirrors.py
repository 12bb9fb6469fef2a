"""Copies of requests. Source: Istio pkg/config/validation (validateHTTPRoute, validateHTTPMirrors)."""

from __future__ import annotations

from collections.abc import Iterator

from snippet_check.resource import Content, FieldPath
from snippet_check.schema.validation.rules.destinations import destination
from snippet_check.schema.validation.violation import Violation, error, warning


def mirrors(route: Content, path: FieldPath) -> Iterator[Violation]:
    if (percent := route.get("mirrorPercent")) is not None:
        if percent > 100:
            yield error("mirror.percent", (*path, "mirrorPercent"), value=percent)
        yield warning("mirror.deprecated_percent", (*path, "mirrorPercent"))
    if (percentage := route.get("mirrorPercentage")) is not None:
        yield from _percentage(percentage, "mirror.percentage", (*path, "mirrorPercentage"))
    if (target := route.get("mirror")) is not None:
        yield from destination(target, (*path, "mirror"))
    for i, mirror in enumerate(route.get("mirrors", ())):
        yield from _mirror(mirror, (*path, "mirrors", i))


def _mirror(mirror: Content, path: FieldPath) -> Iterator[Violation]:
    if (target := mirror.get("destination")) is None:
        yield error("mirror.no_destination", path)
        return
    yield from destination(target, (*path, "destination"))
    if (percentage := mirror.get("percentage")) is not None:
        yield from _percentage(percentage, "mirror.mirrors_percentage", (*path, "percentage"))


def _percentage(percentage: Content, check: str, path: FieldPath) -> Iterator[Violation]:
    value = float(percentage.get("value", 0))
    if value > 100 or value < 0:
        # Istio writes six digits, so it does not tell closer values apart.
        yield error(check, (*path, "value"), value=f"{value:.6f}".rstrip("0").rstrip("."))
