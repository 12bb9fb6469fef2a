"""The listeners of calls to a sidecar's own workload.

Source: Istio 1.30 pilot/pkg/networking/core/listener_inbound.go.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from snippet_check.envoy import Filter, FilterChain, FilterChainMatch, Listener, ListenerClass
from snippet_check.mesh.peer_authentication import peer_authentications
from snippet_check.mesh.protocol import Protocol
from snippet_check.mesh.sidecar_scope import SidecarScope
from snippet_check.resource import Place
from snippet_check.translate.listeners.http_manager import http_manager
from snippet_check.translate.listeners.inbound_matches import ChainMatch, chain_matches, mutual_tls
from snippet_check.translate.listeners.inbound_ports import InboundPort, inbound_ports, wildcard
from snippet_check.translate.listeners.inspectors import inbound_filters
from snippet_check.translate.listeners.network_filters import METADATA_EXCHANGE, to_cluster
from snippet_check.translate.listeners.ports import detection_timeout, inbound_port
from snippet_check.translate.routes.inbound import inbound_routes
from snippet_check.translate.routes.outbound import BLACK_HOLE_CLUSTER

VIRTUAL_INBOUND = "virtualInbound"
INBOUND_PASSTHROUGH_CLUSTER = "InboundPassthroughCluster"


@dataclass(frozen=True, slots=True, eq=False)
class _Target:
    """What a port's chains lead to, and how they are called."""

    port: int
    """0 for every port that nobody names."""
    service_port: int
    protocol: Protocol
    cluster: str
    http_name: str
    tcp_name: str
    stat_prefix: str
    sources: tuple[Place, ...]


def inbound_listeners(scope: SidecarScope) -> tuple[Listener, ...]:
    """virtualInbound with the chains of every port, and a listener for each port that a Sidecar binds itself."""
    ports = inbound_ports(scope)
    arrival = inbound_port(scope.mesh)
    chains = [_blackhole(arrival), *(c for target in _passthrough(scope, ports) for c in _chains(scope, target))]
    listeners = []
    for port in ports:
        own = _chains(scope, _target(port))
        if port.bind_to_port:
            listeners.append(_listener(scope, f"{port.bind}_{port.number}", port.bind, port.number, own, True))
        else:
            chains += own
    if not scope.proxy.intercepts:
        return tuple(listeners)
    return (_listener(scope, VIRTUAL_INBOUND, wildcard(scope), arrival, chains, False), *listeners)


def _target(port: InboundPort) -> _Target:
    name = f"{port.bind}_{port.number}"
    return _Target(
        port.number, port.service_port, port.protocol, port.cluster, name, name, f"inbound_{name};", port.sources
    )


def _passthrough(scope: SidecarScope, ports: tuple[InboundPort, ...]) -> Iterator[_Target]:
    """The ports that no service and no Sidecar names: all of them, and those that a PeerAuthentication names."""
    named = {port.number for port in ports}
    declared = peer_authentications(scope.mesh).declared_ports(scope.proxy.namespace, scope.proxy.labels)
    for port in (0, *(port for port in declared if port not in named)):
        yield _Target(
            port,
            0,
            Protocol.UNSUPPORTED,
            INBOUND_PASSTHROUGH_CLUSTER,
            "virtualInbound-catchall-http",
            VIRTUAL_INBOUND,
            f"{INBOUND_PASSTHROUGH_CLUSTER};",
            (),
        )


def _chains(scope: SidecarScope, target: _Target) -> list[FilterChain]:
    policies = peer_authentications(scope.mesh)
    namespace, labels = scope.proxy.namespace, scope.proxy.labels
    mode = policies.port_mode(namespace, labels, target.port)
    sources = (*target.sources, *policies.sources(namespace, labels))
    return [
        FilterChain(
            filters=_filters(scope, target, match),
            match=FilterChainMatch(
                destination_port=target.port,
                transport_protocol=match.transport_protocol,
                application_protocols=match.application_protocols,
            ),
            name=target.http_name if match.http else target.tcp_name,
            tls=mutual_tls(scope.mesh, match),
            sources=sources,
        )
        for match in chain_matches(mode, target.protocol)
    ]


def _filters(scope: SidecarScope, target: _Target, match: ChainMatch) -> tuple[Filter, ...]:
    if not match.http:
        return (METADATA_EXCHANGE, *to_cluster(target.cluster, target.protocol))
    routes = inbound_routes(target.cluster, target.service_port, target.protocol, target.sources)
    manager = http_manager(scope, target.stat_prefix, routes, ListenerClass.SIDECAR_INBOUND, target.protocol)
    return (METADATA_EXCHANGE, manager)


def _blackhole(port: int) -> FilterChain:
    """A connection that is sent to the listener's own port goes nowhere, or it would come back for ever."""
    filters = (METADATA_EXCHANGE, *to_cluster(BLACK_HOLE_CLUSTER))
    return FilterChain(filters, FilterChainMatch(destination_port=port), "virtualInbound-blackhole")


def _listener(
    scope: SidecarScope, name: str, address: str, port: int, chains: list[FilterChain], bind_to_port: bool
) -> Listener:
    return Listener(
        name=name,
        address=address,
        port=port,
        filter_chains=tuple(chains),
        traffic_direction="INBOUND",
        listener_filters=tuple(inbound_filters(chains, bind_to_port)),
        listener_filters_timeout=detection_timeout(scope.mesh),
        sources=tuple(dict.fromkeys(place for chain in chains for place in chain.sources)),
    )
