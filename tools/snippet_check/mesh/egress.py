"""An egress listener of a Sidecar: which services and VirtualServices it lets in.

Source: Istio 1.30 pilot/pkg/model/sidecar.go (convertIstioListenerToWrapper, selectServices).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from snippet_check.mesh.content import number, text, texts
from snippet_check.mesh.imports import ImportedHosts, Imports
from snippet_check.mesh.protocol import Protocol, parse
from snippet_check.mesh.service import Port, Service
from snippet_check.mesh.specificity import HostMap
from snippet_check.mesh.virtual_service import VirtualService
from snippet_check.resource import Content, Place


@dataclass(frozen=True, slots=True, eq=False)
class EgressListener:
    """One egress listener and what it imports. Without a port it is the one for all ports."""

    port: Port | None
    bind: str
    capture_mode: str
    services: tuple[Service, ...]
    virtual_services: tuple[VirtualService, ...]
    most_specific: Mapping[str, VirtualService]
    """By the hostname of an imported service, the VirtualService whose host covers it most specifically."""
    source: Place | None

    @property
    def matches_port(self) -> bool:
        """Whether only the service ports with the listener's number are let in."""
        return self.port is not None and self.port.number != 0 and self.port.protocol is not Protocol.HTTP_PROXY


def egress_listener(
    content: Content,
    source: Place | None,
    namespace: str,
    services: Iterable[Service],
    virtual_services: Iterable[VirtualService],
) -> EgressListener:
    """Reads an IstioEgressListener; services and VirtualServices are those that its namespace sees."""
    imports = Imports(texts(content, "hosts"), namespace)
    bare = EgressListener(_port(content), text(content, "bind"), text(content, "captureMode"), (), (), {}, source)
    found = tuple(_one_namespace_each(list(_imported(services, imports, bare)), namespace))
    rules = tuple(one for one in virtual_services if imports.lets_in(one))
    return replace(bare, services=found, virtual_services=rules, most_specific=_most_specific(found, rules))


def with_listener_port(service: Service, port: Port | None) -> Service | None:
    """A service with only the port of the listener's number, be it a UDP one; None where it has no such port."""
    own = next((one for one in service.ports if one.number == port.number), None) if port else None
    if own is None:
        return None
    return service if len(service.ports) == 1 else replace(service, ports=(own,))


def _port(content: Content) -> Port | None:
    port = content.get("port")
    if not isinstance(port, dict):
        return None
    return Port(number(port, "number"), text(port, "name"), parse(text(port, "protocol")))


def _imported(services: Iterable[Service], imports: Imports, listener: EgressListener) -> Iterator[Service]:
    for service in services:
        for hosts in imports.of(service.namespace):
            if hosts.covers(service.hostname):
                part = with_listener_port(service, listener.port) if listener.matches_port else service
                if part is not None:
                    yield _with_imported_aliases(part, hosts)
                    break


def _with_imported_aliases(service: Service, hosts: ImportedHosts) -> Service:
    aliases = tuple(alias for alias in service.aliases if hosts.covers(alias))
    return service if aliases == service.aliases else replace(service, aliases=aliases)


def _one_namespace_each(services: list[Service], namespace: str) -> Iterator[Service]:
    """Of a hostname's services those of one namespace: the client's, else one with a Kubernetes Service, else any."""
    chosen: dict[str, Service] = {}
    for service in services:
        held = chosen.get(service.hostname)
        if held is None or service.namespace == namespace or _displaces(service, held, namespace):
            chosen[service.hostname] = service
    yield from (service for service in services if chosen[service.hostname].namespace == service.namespace)


def _displaces(service: Service, held: Service, namespace: str) -> bool:
    return service.from_kubernetes and not held.from_kubernetes and held.namespace != namespace


def _most_specific(services: Iterable[Service], rules: Iterable[VirtualService]) -> dict[str, VirtualService]:
    by_host = HostMap((host, one) for one in rules for host in one.hosts)
    found = ((service.hostname, by_host.find(service.hostname)) for service in services)
    return {hostname: one for hostname, one in found if one is not None}
