"""The routes of a sidecar's calls out: one configuration for each name that its listeners ask for.

Source: Istio 1.30 pilot/pkg/networking/core/httproute.go (buildSidecarOutboundHTTPRouteConfig).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from snippet_check.envoy import (
    DirectResponse,
    Route,
    RouteAction,
    RouteConfiguration,
    RouteMatch,
    VirtualHost,
    WeightedCluster,
)
from snippet_check.mesh.content import mapping, number, text, whole
from snippet_check.mesh.egress import EgressListener
from snippet_check.mesh.protocol import Protocol
from snippet_check.mesh.sidecar_scope import SidecarScope
from snippet_check.mesh.virtual_service import Destination
from snippet_check.translate.routes.context import destination_cluster
from snippet_check.translate.routes.virtual_hosts import VirtualHosts

PASSTHROUGH, BLACK_HOLE = "allow_any", "block_all"
PASSTHROUGH_CLUSTER, BLACK_HOLE_CLUSTER = "PassthroughCluster", "BlackHoleCluster"
HTTP_PROXY_ROUTE = "http_proxy"
UNIX_PREFIX = "unix://"


def outbound_routes(scope: SidecarScope, names: Iterable[str]) -> tuple[RouteConfiguration, ...]:
    """The route configurations of these names: a port, "host:port" for a sniffed one, a socket, or "http_proxy"."""
    hosts: dict[int, tuple[VirtualHost, ...]] = {}
    return tuple(_configuration(scope, name, hosts) for name in names)


def unknown_hosts_cluster(scope: SidecarScope) -> str:
    """Where traffic to hosts that nobody knows goes."""
    if not scope.allows_any:
        return BLACK_HOLE_CLUSTER
    proxy = scope.egress_proxy
    if proxy is None:
        return PASSTHROUGH_CLUSTER
    host = text(proxy, "host")
    destination = Destination(host, text(proxy, "subset"), number(mapping(proxy, "port"), "number"))
    return destination_cluster(destination, None, 0)


def _configuration(scope: SidecarScope, name: str, hosts: dict[int, tuple[VirtualHost, ...]]) -> RouteConfiguration:
    if not _is_known(name):
        return RouteConfiguration(name, (), False, None)
    port, sniffed = _listener_port(name)
    if not port or port not in hosts:
        hosts[port] = _virtual_hosts(scope, name, port)
    found = sorted(hosts[port], key=lambda host: host.name)
    if sniffed:
        return RouteConfiguration(name, _of_service(found, name))
    return RouteConfiguration(name, (*found, _catch_all(scope)))


def _is_known(name: str) -> bool:
    """Whether a name is one that istiod gives; EnvoyFilters may ask for others, which are empty."""
    return name.startswith(UNIX_PREFIX) or name == HTTP_PROXY_ROUTE or name.rpartition(":")[2].isdecimal()


def _listener_port(name: str) -> tuple[int, bool]:
    """The port in a configuration's name, 0 for none, and whether the listener behind it looks for the protocol."""
    if name.startswith(UNIX_PREFIX) or name == HTTP_PROXY_ROUTE:
        return 0, False
    host, _, port = name.rpartition(":")
    return whole(port), bool(host)


def _virtual_hosts(scope: SidecarScope, name: str, port: int) -> tuple[VirtualHost, ...]:
    listener = _egress_listener(scope, name, port)
    if listener is None:
        return ()
    proxied = listener.port is not None and listener.port.protocol is Protocol.HTTP_PROXY
    return VirtualHosts(scope, listener, 0 if proxied else port).all()


def _egress_listener(scope: SidecarScope, bind: str, port: int) -> EgressListener | None:
    """The listener of a port or socket, else the one for all ports."""
    for listener in scope.egress_listeners:
        if listener.port is None:
            return listener
        if listener.port.number == port and (port or listener.bind == bind):
            return listener
    return None


def _of_service(hosts: list[VirtualHost], name: str) -> tuple[VirtualHost, ...]:
    """The hosts of the one service behind a sniffed listener; a single one answers to any name."""
    bare = name.rpartition(":")[0]
    found = tuple(host for host in hosts if name in host.domains or bare in host.domains)
    return (replace(found[0], domains=("*",)),) if len(found) == 1 else found


def _catch_all(scope: SidecarScope) -> VirtualHost:
    if not scope.allows_any:
        return VirtualHost(BLACK_HOLE, ("*",), (Route(RouteMatch(), DirectResponse(502), BLACK_HOLE),))
    action = RouteAction((WeightedCluster(unknown_hosts_cluster(scope)),), 0.0, max_grpc_timeout=0.0)
    return VirtualHost(PASSTHROUGH, ("*",), (Route(RouteMatch(), action, PASSTHROUGH),))
