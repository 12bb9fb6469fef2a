"""Copies of requests. Source: Istio pkg/config/validation (validateHTTPRoute, validateHTTPMirrors)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from snippet_check.resource import Content, FieldPath
from snippet_check.schema.validation.rules.destinations import destination
from snippet_check.schema.validation.violation import Violation, error, warning


def mirror_percent(percent: int, path: FieldPath) -> Iterator[Violation]:
    if percent > 100:
        yield error("mirror.percent", path, value=percent)
    yield warning("mirror.deprecated_percent", path)


def mirror_percentage(percentage: Content, path: FieldPath) -> Iterable[Violation]:
    return _percentage(percentage, "mirror.percentage", path)


def mirrors(entries: Sequence[Content], path: FieldPath) -> Iterator[Violation]:
    for i, mirror in enumerate(entries):
        yield from _mirror(mirror, (*path, i))


def _mirror(mirror: Content, path: FieldPath) -> Iterator[Violation]:
    if (target := mirror.get("destination")) is None:
        yield error("mirror.no_destination", path)
        return
    yield from destination(target, (*path, "destination"))
    if (percentage := mirror.get("percentage")) is not None:
        yield from _percentage(percentage, "mirror.mirrors_percentage", (*path, "percentage"))


def _percentage(percentage: Content, check: str, path: FieldPath) -> Iterable[Violation]:
    value = float(percentage.get("value", 0))
    if not (value > 100 or value < 0):
        return ()
    # Istio writes six digits, so it does not tell closer values apart.
    return (error(check, (*path, "value"), value=f"{value:.6f}".rstrip("0").rstrip(".")),)
