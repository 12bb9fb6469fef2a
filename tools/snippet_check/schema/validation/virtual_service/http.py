"""HTTP routes: what may stand together, and which module checks which field.

Source: Istio pkg/config/validation/virtualservice.go.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from snippet_check.resource import Content, FieldPath
from snippet_check.schema.validation.rules.destinations import destination, weight_sum, weighted_destination
from snippet_check.schema.validation.rules.durations import duration
from snippet_check.schema.validation.violation import Violation, error
from snippet_check.schema.validation.virtual_service.actions import direct_response, redirect, rewrite
from snippet_check.schema.validation.virtual_service.cors import cors_policy
from snippet_check.schema.validation.virtual_service.fault import fault
from snippet_check.schema.validation.virtual_service.headers import authority, headers
from snippet_check.schema.validation.virtual_service.http_match import http_matches
from snippet_check.schema.validation.virtual_service.mirrors import mirror_percent, mirror_percentage, mirrors
from snippet_check.schema.validation.virtual_service.retries import retries


def http_route(route: Content, is_delegate: bool, path: FieldPath) -> Iterator[Violation]:
    """`is_delegate` says that the VirtualService has no hosts: its routes are meant for another's `delegate`."""
    if "delegate" in route and not is_delegate:
        yield from _delegating(route, path)
    else:
        yield from _conflicts(route, path)
    for field, value in route.items():
        if rule := _RULES.get(field):
            yield from rule(value, (*path, field))
    if "headers" in route:
        yield from authority(route, path)


def _delegating(route: Content, path: FieldPath) -> Iterator[Violation]:
    """A route that leaves everything to a delegate has no action of its own."""
    for field in ("redirect", "route"):
        if field in route:
            yield error("http_route.delegate_and_action", (*path, field), route=route.get("name", ""), field=field)


def _conflicts(route: Content, path: FieldPath) -> Iterator[Violation]:
    """A route either forwards, redirects, or answers by itself."""
    if "delegate" in route:
        yield error("http_route.delegate_of_delegate", (*path, "delegate"))
    if "redirect" in route:
        yield from _excluded(route, "redirect", ("route", "fault", "rewrite", "directResponse"), path)
    elif "directResponse" in route:
        yield from _excluded(route, "directResponse", ("route", "fault", "rewrite"), path)
    elif "route" not in route:
        yield error("http_route.no_action", path)
    if "mirror" in route and "mirrors" in route:
        yield error("http_route.mirror_and_mirrors", (*path, "mirror"))


def _excluded(route: Content, action: str, others: tuple[str, ...], path: FieldPath) -> Iterator[Violation]:
    for field in others:
        if field in route:
            yield error("http_route.conflict", (*path, field), action=action, field=field)


def _destinations(entries: Sequence[Content], path: FieldPath) -> Iterator[Violation]:
    for i, entry in enumerate(entries):
        if "headers" in entry:
            yield from headers(entry["headers"], (*path, i, "headers"))
        yield from weighted_destination(entry, (*path, i))
    yield from weight_sum(entries, path)


_RULES: Mapping[str, Callable[[Any, FieldPath], Iterable[Violation]]] = {
    "match": http_matches,
    "headers": headers,
    "corsPolicy": cors_policy,
    "fault": fault,
    "mirrorPercent": mirror_percent,
    "mirrorPercentage": mirror_percentage,
    "mirror": destination,
    "mirrors": mirrors,
    "redirect": redirect,
    "directResponse": direct_response,
    "retries": retries,
    "rewrite": rewrite,
    "route": _destinations,
    "timeout": duration,
}
"""Of each field of a route, the rule for its value."""
