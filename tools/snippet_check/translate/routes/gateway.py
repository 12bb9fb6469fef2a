"""The routes of a gateway: one configuration for each port of HTTP servers and for each HTTPS server.

Source: Istio 1.30 pilot/pkg/networking/core/gateway.go (buildGatewayHTTPRouteConfig, collapseDuplicateRoutes).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from snippet_check.envoy import Route, RouteConfiguration, VirtualHost
from snippet_check.mesh.gateway_config import GatewayServer
from snippet_check.mesh.merged_gateway import MergedGateway
from snippet_check.mesh.registry import registry
from snippet_check.mesh.service import Service
from snippet_check.mesh.sidecar_scope import SidecarScope
from snippet_check.mesh.specificity import covers, specificity
from snippet_check.mesh.virtual_service import VirtualService, destinations
from snippet_check.mesh.virtual_services import virtual_services
from snippet_check.mesh.visibility import is_visible
from snippet_check.resource import Place
from snippet_check.translate.routes.context import RouteContext
from snippet_check.translate.routes.domains import domain_with_port
from snippet_check.translate.routes.matches import catches_all
from snippet_check.translate.routes.rules import routes


@dataclass(slots=True, eq=False)
class _Host:
    """A virtual host while it is built."""

    port: int
    routes: list[Route]
    sources: list[Place]
    require_tls: bool = False


def gateway_routes(scope: SidecarScope, merged: MergedGateway, names: Iterable[str]) -> tuple[RouteConfiguration, ...]:
    """The route configurations of these names."""
    return tuple(_configuration(scope, name, merged.by_route_name.get(name, [])) for name in names)


def _configuration(scope: SidecarScope, name: str, servers: list[GatewayServer]) -> RouteConfiguration:
    if not servers:
        return RouteConfiguration(name, ())
    hosts = _GatewayHosts(scope)
    for server in servers:
        hosts.add(server)
    if not hosts.found:
        return RouteConfiguration(
            name, (VirtualHost(f"blackhole:{servers[0].port}", ("*",), (), include_request_attempt_count=False),)
        )
    return RouteConfiguration(name, tuple(sorted(_collapsed(hosts.found), key=lambda host: host.name)))


class _GatewayHosts:
    """The virtual hosts of servers that share a route configuration, by their lower-cased names."""

    def __init__(self, scope: SidecarScope) -> None:
        self._scope = scope
        self._routes: dict[tuple[str, str, str], tuple[Route, ...]] = {}
        self.found: dict[str, _Host] = {}

    def add(self, server: GatewayServer) -> None:
        """The hosts of one server: those its VirtualServices share with it, and those it only redirects."""
        for one in virtual_services(self._scope.mesh).bound_to(server.gateway, self._scope.proxy.namespace):
            shared = _shared_hosts(server, one)
            if shared and (made := self._routes_of(one, server)):
                for host in shared:
                    self._add_host(host.lower(), made, server, one)
        if server.redirects_to_https:
            for host in server.hosts:
                held = self.found.setdefault(host.lower(), _Host(server.port, [], [server.source]))
                held.require_tls = True

    def _add_host(self, host: str, made: tuple[Route, ...], server: GatewayServer, one: VirtualService) -> None:
        held = self.found.setdefault(host, _Host(server.port, [], []))
        held.routes += made
        held.sources += [server.source, one.source]
        held.require_tls = held.require_tls or server.redirects_to_https

    def _routes_of(self, one: VirtualService, server: GatewayServer) -> tuple[Route, ...]:
        """A VirtualService's routes for a Gateway: those of the first server count for all its servers here."""
        key = (server.gateway, one.name, one.namespace)
        if not self._routes.get(key):
            context = RouteContext(
                self._scope,
                server.port,
                _services(self._scope, one),
                frozenset({server.gateway}),
                tls=server.tls is not None,
            )
            self._routes[key] = routes(one, context)
        return self._routes[key]


def _shared_hosts(server: GatewayServer, one: VirtualService) -> list[str]:
    """The narrower of every two hosts of a server and a VirtualService that overlap."""
    found: dict[str, None] = {}
    for host in _hosts_for(server.hosts, one.namespace):
        for other in one.hosts:
            if covers(other, host):
                found.setdefault(host)
            elif covers(host, other):
                found.setdefault(other)
    return list(found)


def _hosts_for(hosts: Iterable[str], namespace: str) -> Iterator[str]:
    for host in hosts:
        owner, slash, name = host.partition("/")
        if not slash:
            yield host
        elif owner in (namespace, "*"):
            yield name


def _services(scope: SidecarScope, one: VirtualService) -> Mapping[str, Service]:
    """The services of a rule's destinations: those of the VirtualService's namespace before others."""
    known = registry(scope.mesh)
    found: dict[str, Service] = {}
    for host in {destination.host for rule in one.http for destination in destinations(rule)}:
        service = known.service(one.namespace, host)
        if service is None or not is_visible(
            service.export_to or known.default_export_to, service.namespace, scope.proxy.namespace
        ):
            service = scope.service(host)
        if service is not None:
            found[host] = service
    return found


def _collapsed(hosts: Mapping[str, _Host]) -> Iterator[VirtualHost]:
    """Hosts with the very same routes become one, named after the most specific; catch-all routes go last.

    A host joins the last one of its routes only. Between two that take plaintext, one that wants TLS keeps them apart.
    """
    groups: list[list[str]] = []
    last: dict[tuple[int, ...], list[str]] = {}
    for name in sorted(hosts, key=specificity):
        routes = tuple(map(id, hosts[name].routes))
        group = last.get(routes)
        if group is None or hosts[group[0]].require_tls != hosts[name].require_tls:
            group = last[routes] = []
            groups.append(group)
        group.append(name)
    for names in groups:
        first = hosts[names[0]]
        yield VirtualHost(
            name=domain_with_port(names[0], first.port),
            domains=tuple(names),
            routes=(
                *(route for route in first.routes if not catches_all(route.match)),
                *(route for route in first.routes if catches_all(route.match)),
            ),
            require_tls=first.require_tls,
            sources=tuple(dict.fromkeys(place for name in names for place in hosts[name].sources)),
        )
