"""A route names each destination once: two entries for one add their weights up."""

from __future__ import annotations

from collections.abc import Iterator

from snippet_check.analyzers.virtualservice._destinations import Destination, route_destinations
from snippet_check.diagnostics import Diagnostic, message_type
from snippet_check.mesh import Mesh
from snippet_check.mesh.hosts import expand
from snippet_check.resource import FieldPath, Resource

INPUTS = frozenset({"VirtualService"})


def analyze(mesh: Mesh) -> Iterator[Diagnostic]:
    for virtual_service in mesh.of_kind("VirtualService"):
        yield from _check(virtual_service)


def _check(virtual_service: Resource) -> Iterator[Diagnostic]:
    first: dict[tuple[FieldPath, str, str, int | None], Destination] = {}
    for destination in route_destinations(virtual_service):
        rule = destination.path[:3]
        host = expand(destination.host, virtual_service.namespace)
        earlier = first.setdefault((rule, host, destination.subset, destination.port), destination)
        if earlier is not destination:
            yield message_type("SC0203").at(
                virtual_service.at(*destination.path, "host"),
                related=(virtual_service.at(*earlier.path, "host"),),
                host=destination.host,
                subset=destination.subset or "-",
            )
