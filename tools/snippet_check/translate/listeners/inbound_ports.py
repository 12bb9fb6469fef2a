"""The ports of a sidecar's own workload that have chains of their own.

Source: Istio 1.30 pilot/pkg/networking/core/listener_inbound.go (buildInboundChainConfigs).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from snippet_check.mesh.addresses import wildcards
from snippet_check.mesh.content import mapping, mappings, number, text
from snippet_check.mesh.protocol import Protocol, parse
from snippet_check.mesh.service import cluster_name
from snippet_check.mesh.sidecar_scope import SidecarScope
from snippet_check.mesh.targets import service_targets
from snippet_check.resource import Place, Resource
from snippet_check.translate.listeners.ports import STATIC_PORTS, is_privileged, reserved_ports


@dataclass(frozen=True, slots=True, eq=False)
class InboundPort:
    """A port of the workload."""

    number: int
    service_port: int
    protocol: Protocol
    bind: str
    bind_to_port: bool
    sources: tuple[Place, ...]

    @property
    def cluster(self) -> str:
        """The cluster of the port."""
        return cluster_name("inbound", "", "", self.number)


def inbound_ports(scope: SidecarScope) -> tuple[InboundPort, ...]:
    """The ports that a Sidecar's ingress names, else those of services; of several claims the oldest service's."""
    found: dict[int, InboundPort] = {}
    sidecar = scope.sidecar
    declared = sidecar is not None and bool(mappings(sidecar.spec, "ingress"))
    for port in _declared(sidecar, scope) if sidecar and declared else _of_services(scope):
        found.setdefault(port.number, port)
    return tuple(found[port] for port in sorted(found))


def wildcard(scope: SidecarScope) -> str:
    """The address that stands for all of a proxy's."""
    return wildcards(scope.proxy)[0]


def _of_services(scope: SidecarScope) -> Iterator[InboundPort]:
    taken = reserved_ports(scope.mesh)
    if not scope.proxy.intercepts:
        return  # The workload itself listens there.
    for target in service_targets(scope.mesh, scope.proxy):
        port = target.port
        if target.target_port not in taken:
            sources = (port.source or target.service.source,)
            yield InboundPort(target.target_port, port.number, port.protocol, wildcard(scope), False, sources)


def _declared(sidecar: Resource, scope: SidecarScope) -> Iterator[InboundPort]:
    for i, ingress in enumerate(mappings(sidecar.spec, "ingress")):
        declared, bind = mapping(ingress, "port"), text(ingress, "bind")
        port, protocol = number(declared, "number"), parse(text(declared, "protocol"))
        wide = bind == wildcard(scope) or (not bind and protocol.is_http)
        mode = text(ingress, "captureMode")
        binds = mode == "NONE" or (mode in ("", "DEFAULT") and not scope.proxy.intercepts)
        if not (wide and port in STATIC_PORTS) and not (binds and is_privileged(port, scope.proxy)):
            yield InboundPort(port, port, protocol, bind or scope.proxy.ip, binds, (sidecar.at("spec", "ingress", i),))
