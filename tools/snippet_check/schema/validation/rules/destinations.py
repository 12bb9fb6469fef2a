"""Where a route leads. Source: Istio pkg/config/validation (validateDestination, validateRouteDestinations)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from snippet_check.resource import FieldPath
from snippet_check.schema.validation.rules.domains import is_label, wildcard_domain
from snippet_check.schema.validation.rules.numbers import int32
from snippet_check.schema.validation.rules.ports import port_number
from snippet_check.schema.validation.violation import Violation, error


def destination(content: Mapping[str, Any], path: FieldPath) -> Iterator[Violation]:
    """A host that may start with a wildcard but is not one, a subset, and a port."""
    host = content.get("host", "")
    if host == "*":
        yield error("destination.wildcard", (*path, "host"))
    else:
        yield from wildcard_domain(host, (*path, "host"))
    if (subset := content.get("subset")) and not is_label(subset):
        yield error("destination.subset", (*path, "subset"), subset=subset)
    if (port := content.get("port")) is not None:
        yield from port_number(port.get("number", 0), (*path, "port", "number"))


def weighted_destination(content: Mapping[str, Any], path: FieldPath) -> Iterator[Violation]:
    """One entry of a route's `route`."""
    if (target := content.get("destination")) is None:
        yield error("destination.missing", path)
    else:
        yield from destination(target, (*path, "destination"))
    if (weight := content.get("weight", 0)) < 0:
        yield error("destination.weight", (*path, "weight"), weight=weight)


def weight_sum(route: Sequence[Mapping[str, Any]], path: FieldPath) -> Iterator[Violation]:
    """Several destinations share the traffic by weight: one of them must have some. Nothing demands 100 in all."""
    if len(route) > 1 and int32(sum(entry.get("weight", 0) for entry in route)) == 0:
        yield error("destination.no_weight", path)
