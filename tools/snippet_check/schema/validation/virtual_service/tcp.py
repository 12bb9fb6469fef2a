"""TCP routes. Source: Istio pkg/config/validation (validateTCPRoute, validateTCPMatch)."""

from __future__ import annotations

from collections.abc import Iterator

from snippet_check.resource import Content, FieldPath
from snippet_check.schema.validation.rules.addresses import ip_or_network
from snippet_check.schema.validation.rules.destinations import weight_sum, weighted_destination
from snippet_check.schema.validation.rules.gateway_names import gateway_names
from snippet_check.schema.validation.rules.labels import labels
from snippet_check.schema.validation.rules.ports import port_number
from snippet_check.schema.validation.violation import Violation, error


def tcp_route(route: Content, path: FieldPath) -> Iterator[Violation]:
    for i, match in enumerate(route.get("match", ())):
        # Warnings about gateway names get lost here, but not in TLS matches.
        yield from connection_match(match, (*path, "match", i), warn=False)
    if "route" not in route:
        yield error("virtual_service.tcp_without_route", path)
    yield from destinations(route, path)


def connection_match(match: Content, path: FieldPath, *, warn: bool) -> Iterator[Violation]:
    """What matches of TCP and of TLS have in common."""
    for i, subnet in enumerate(match.get("destinationSubnets", ())):
        yield from ip_or_network(subnet, (*path, "destinationSubnets", i))
    if port := match.get("port"):
        yield from port_number(port, (*path, "port"))
    yield from labels(match.get("sourceLabels", {}), (*path, "sourceLabels"))
    yield from gateway_names(match.get("gateways", ()), (*path, "gateways"), warn=warn)


def destinations(route: Content, path: FieldPath) -> Iterator[Violation]:
    entries = route.get("route", ())
    for i, entry in enumerate(entries):
        yield from weighted_destination(entry, (*path, "route", i))
    yield from weight_sum(entries, (*path, "route"))
