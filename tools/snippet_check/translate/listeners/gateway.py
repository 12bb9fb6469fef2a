"""The listeners of a gateway: one for each address and port of its servers.

Source: Istio 1.30 pilot/pkg/networking/core/gateway.go (buildGatewayListeners).
"""

from __future__ import annotations

from collections.abc import Iterator

from snippet_check.envoy import Listener, ListenerClass
from snippet_check.envoy.listener import ListenerFilter
from snippet_check.mesh.content import mapping
from snippet_check.mesh.gateway_config import GatewayServer
from snippet_check.mesh.merged_gateway import MergedGateway, PortServers, ServerPort, route_name
from snippet_check.mesh.protocol import Protocol, parse
from snippet_check.mesh.sidecar_scope import SidecarScope
from snippet_check.translate.gateways.tcp_chains import tcp_server_chains
from snippet_check.translate.gateways.tls import tls_context
from snippet_check.translate.listeners.chains import TLS_INSPECTOR, Chain, filter_chain
from snippet_check.translate.listeners.http_manager import http_manager
from snippet_check.translate.listeners.inbound_ports import wildcard
from snippet_check.translate.listeners.ports import is_privileged

_PROXY_PROTOCOL = ListenerFilter("envoy.filters.listener.proxy_protocol")


def gateway_listeners(scope: SidecarScope, merged: MergedGateway) -> tuple[Listener, ...]:
    """A listener for every port that has a chain."""
    chains: dict[tuple[str, int], list[Chain]] = {}
    server_names: dict[int, dict[str, str]] = {}
    for port, servers in merged.ports.items():
        if is_privileged(port.number, scope.proxy):
            continue
        bind = port.bind or wildcard(scope)
        known = server_names.setdefault(port.number, {})
        chains.setdefault((bind, port.number), []).extend(_chains(scope, port, servers, f"{bind}_{port.number}", known))
    return tuple(_listener(scope, *key, found) for key, found in sorted(chains.items()) if found)


def _chains(
    scope: SidecarScope, port: ServerPort, servers: PortServers, listener: str, known: dict[str, str]
) -> Iterator[Chain]:
    protocol = parse(port.protocol)
    if protocol.is_http:
        manager = http_manager(scope, f"outbound_{listener};", servers.route_name, ListenerClass.GATEWAY, protocol)
        yield Chain((manager,), sources=tuple(server.source for server in servers.servers))
        return
    for server in servers.servers:
        if server.protocol is Protocol.HTTPS and server.tls is not None and not server.is_passthrough:
            yield _https_chain(scope, server, port.number, listener)
        else:
            yield from tcp_server_chains(scope, server, known)


def _https_chain(scope: SidecarScope, server: GatewayServer, number: int, listener: str) -> Chain:
    routes = route_name(server, number)
    manager = http_manager(
        scope, server.name or f"outbound_{listener};", routes, ListenerClass.GATEWAY, server.protocol
    )
    return Chain((manager,), server.server_names, tls=tls_context(scope.mesh, server), sources=(server.source,))


def _listener(scope: SidecarScope, bind: str, port: int, chains: list[Chain]) -> Listener:
    return Listener(
        name=f"{bind}_{port}",
        address=bind,
        port=port,
        filter_chains=tuple(map(filter_chain, chains)),
        listener_filters=tuple(_listener_filters(scope, chains)),
        sources=tuple(dict.fromkeys(place for chain in chains for place in chain.sources)),
    )


def _listener_filters(scope: SidecarScope, chains: list[Chain]) -> Iterator[ListenerFilter]:
    topology = mapping(scope.mesh.mesh_config, "defaultConfig", "gatewayTopology")
    if isinstance(topology.get("proxyProtocol"), dict):
        yield _PROXY_PROTOCOL
    if any(chain.inspects_tls for chain in chains):
        yield TLS_INSPECTOR
