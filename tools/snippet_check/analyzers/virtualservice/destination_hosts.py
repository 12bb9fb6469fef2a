"""A VirtualService routes to hosts and ports that a Service or ServiceEntry has."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from snippet_check.analyzers.virtualservice._destinations import Destination, mirror_destinations, route_destinations
from snippet_check.diagnostics import Diagnostic, message_type
from snippet_check.mesh import Mesh
from snippet_check.mesh.content import mappings, text, texts
from snippet_check.mesh.service_hosts import ServiceHosts
from snippet_check.resource import FieldPath, Place, Resource

NAME = "virtualservice.DestinationHostAnalyzer"
INPUTS = frozenset({"ServiceEntry", "VirtualService", "Service"})


def analyze(mesh: Mesh) -> Iterator[Diagnostic]:
    hosts = mesh.once(ServiceHosts)
    split_by_subset = _split_by_subset(mesh)
    for virtual_service in mesh.of_kind("VirtualService"):
        for destination in route_destinations(virtual_service):
            yield from _check(virtual_service, destination, hosts, "host")
        for destination in mirror_destinations(virtual_service):
            yield from _check(virtual_service, destination, hosts, "mirror host")
        yield from _unaffected(virtual_service, split_by_subset)


def _check(virtual_service: Resource, destination: Destination, hosts: ServiceHosts, kind: str) -> Iterator[Diagnostic]:
    name, port = destination.host, destination.port
    host = hosts.find(name, virtual_service.namespace, texts(virtual_service.spec, "exportTo"))
    where = virtual_service.at(*destination.path, "host")
    if host is None:
        yield message_type("IST0101").at(where, reported=destination.reported, kind=kind, name=name)
    elif port is None and len(host.ports) > 1:
        ports = " ".join(map(str, host.ports))
        yield message_type("IST0112").at(where, reported=destination.reported, host=name, ports=ports)
    elif port is not None and port not in host.ports:
        yield message_type("IST0101").at(where, reported=destination.reported, kind="host:port", name=f"{name}:{port}")


def _split_by_subset(mesh: Mesh) -> dict[str, dict[Resource, Place]]:
    """By host: the VirtualServices of that host which split it by subset, and where."""
    found: dict[str, dict[Resource, Place]] = defaultdict(dict)
    for virtual_service in mesh.of_kind("VirtualService"):
        hosts = set(texts(virtual_service.spec, "hosts"))
        for destination in route_destinations(virtual_service):
            if destination.path[1] == "http" and destination.subset and destination.host in hosts:
                place = virtual_service.at(*destination.path, "subset")
                found[destination.host].setdefault(virtual_service, place)
    return found


def _unaffected(virtual_service: Resource, split_by_subset: dict[str, dict[Resource, Place]]) -> Iterator[Diagnostic]:
    if not texts(virtual_service.spec, "gateways"):
        return
    names = [text(rule, "name") for rule in mappings(virtual_service.spec, "http")]
    for destination in route_destinations(virtual_service):
        if destination.path[1] != "http" or destination.subset:
            continue
        for other, split in split_by_subset.get(destination.host, {}).items():
            yield message_type("IST0140").at(
                virtual_service.at(*destination.path, "host"),
                related=(split,),
                reported=_by_route_name(destination, names),
                subset_virtual_service=str(other.full_name),
                virtual_service=str(virtual_service.full_name),
            )


def _by_route_name(destination: Destination, names: list[str]) -> FieldPath:
    """Istio looks for the line with the route's name where the word http belongs."""
    spec, _, index, *rest = destination.reported
    assert isinstance(index, int)
    return (spec, names[index], index, *rest)
