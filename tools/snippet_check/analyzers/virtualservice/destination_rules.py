"""A VirtualService routes only to subsets that a DestinationRule defines."""

from __future__ import annotations

from collections.abc import Iterator

from snippet_check.analyzers.virtualservice._destinations import Destination, mirror_destinations, route_destinations
from snippet_check.diagnostics import Diagnostic, message_type
from snippet_check.mesh import Mesh
from snippet_check.mesh.content import mappings, text
from snippet_check.mesh.hosts import resource_name
from snippet_check.resource import FullName, Resource

NAME = "virtualservice.DestinationRuleAnalyzer"
INPUTS = frozenset({"VirtualService", "DestinationRule"})


def analyze(mesh: Mesh) -> Iterator[Diagnostic]:
    defined = _subsets(mesh)
    for virtual_service in mesh.of_kind("VirtualService"):
        for destination in route_destinations(virtual_service):
            yield from _check(virtual_service, destination, defined, "host+subset")
        for destination in mirror_destinations(virtual_service):
            yield from _check(virtual_service, destination, defined, "mirror+subset")


def _subsets(mesh: Mesh) -> frozenset[tuple[FullName, str]]:
    return frozenset(
        (resource_name(text(rule.spec, "host"), rule.namespace), text(subset, "name"))
        for rule in mesh.of_kind("DestinationRule")
        for subset in mappings(rule.spec, "subsets")
    )


def _check(
    virtual_service: Resource, destination: Destination, defined: frozenset[tuple[FullName, str]], kind: str
) -> Iterator[Diagnostic]:
    host, subset = destination.host, destination.subset
    if subset and (resource_name(host, virtual_service.namespace), subset) not in defined:
        yield message_type("IST0101").at(
            virtual_service.at(*destination.path, "host"),
            reported=destination.reported,
            kind=kind,
            name=f"{host}+{subset}",
        )
