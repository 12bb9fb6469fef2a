"""A subset is used: some VirtualService routes or mirrors to it."""

from __future__ import annotations

from collections.abc import Iterator

from snippet_check.analyzers.virtualservice._destinations import mirror_destinations, route_destinations
from snippet_check.diagnostics import Diagnostic, message_type
from snippet_check.mesh import Mesh
from snippet_check.mesh.content import mappings, text
from snippet_check.mesh.hosts import resource_name
from snippet_check.resource import FullName

INPUTS = frozenset({"DestinationRule", "VirtualService"})


def analyze(mesh: Mesh) -> Iterator[Diagnostic]:
    routed, used = _routed_to(mesh)
    for rule in mesh.of_kind("DestinationRule"):
        host = resource_name(text(rule.spec, "host"), rule.namespace)
        if host not in routed:
            continue  # its routes live elsewhere: files need not hold everything
        for i, subset in enumerate(mappings(rule.spec, "subsets")):
            name = text(subset, "name")
            if (host, name) not in used:
                yield message_type("SC0212").at(rule.at("spec", "subsets", i, "name"), name=name)


def _routed_to(mesh: Mesh) -> tuple[set[FullName], set[tuple[FullName, str]]]:
    """The hosts that are routed to by subset, and the subsets."""
    used = {
        (resource_name(destination.host, virtual_service.namespace), destination.subset)
        for virtual_service in mesh.of_kind("VirtualService")
        for destinations in (route_destinations(virtual_service), mirror_destinations(virtual_service))
        for destination in destinations
        if destination.subset
    }
    return {host for host, _ in used}, used
