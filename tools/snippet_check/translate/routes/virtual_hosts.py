"""The virtual hosts of one outbound listener.

Source: Istio 1.30 pilot/pkg/networking/core/httproute.go (BuildSidecarOutboundVirtualHosts) and route/route.go
(BuildSidecarVirtualHostWrapper, separateVSHostsAndServices).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from snippet_check.envoy import Route, RouteAction, RouteMatch, VirtualHost, WeightedCluster
from snippet_check.mesh.egress import EgressListener
from snippet_check.mesh.hosts import HostIndex
from snippet_check.mesh.mesh import MESH_GATEWAY
from snippet_check.mesh.service import Port, Resolution, Service, cluster_name
from snippet_check.mesh.sidecar_scope import SidecarScope
from snippet_check.mesh.specificity import is_wildcard
from snippet_check.mesh.virtual_service import VirtualService
from snippet_check.resource import Place
from snippet_check.translate.routes.context import RouteContext
from snippet_check.translate.routes.domains import bracketed, domain_with_port, service_domains
from snippet_check.translate.routes.hashing import hash_for_port, hash_policies
from snippet_check.translate.routes.retries import retry_policy
from snippet_check.translate.routes.rules import routes

_HTTP_PORT = 80
DEFAULT_ROUTE = "default"


@dataclass(frozen=True, slots=True, eq=False)
class _Group:
    """Routes, and the hosts at one port that share them."""

    port: int
    hosts: tuple[str, ...]
    """Of a VirtualService, those that are no services."""
    services: tuple[Service, ...]
    routes: tuple[Route, ...]
    source: Place


class VirtualHosts:
    """The virtual hosts of one egress listener at one port; port 0 for all ports at once, as an HTTP proxy has them."""

    def __init__(self, scope: SidecarScope, listener: EgressListener, port: int) -> None:
        self._scope = scope
        self._listener = listener
        self._port = port
        self._services = _services_at(listener, port)
        self._index = HostIndex(self._services)
        self._context = RouteContext(scope, port, self._services, frozenset({MESH_GATEWAY}))
        self._names: set[str] = set()
        self._domains: set[str] = set()
        self._known: set[str] = set()

    def all(self) -> tuple[VirtualHost, ...]:
        """Every virtual host; of two that claim one domain the first keeps it."""
        groups = list(self._groups())
        for group in groups:
            for service in group.services:
                self._known |= {service.hostname, domain_with_port(service.hostname, group.port)}
        by_port: dict[int, list[VirtualHost]] = defaultdict(list)
        for group in groups:
            if group.routes:
                by_port[group.port] += self._hosts(group)
        return tuple(by_port[self._port]) if self._port else tuple(_all_ports(by_port))

    def _groups(self) -> Iterator[_Group]:
        """VirtualServices first, then the services that none of them has taken."""
        taken: set[str] = set()
        for one in self._listener.virtual_services:
            if self._port == _HTTP_PORT or self._concerns(one):
                for group in self._groups_of(one):
                    taken.update(service.hostname for service in group.services)
                    yield group
        for service in self._services.values():
            if service.hostname not in taken and service.resolution is not Resolution.ALIAS:
                for port in service.ports:
                    if port.protocol.is_http or port.protocol.is_unsupported:
                        yield self._group_of_service(service, port)

    def _concerns(self, one: VirtualService) -> bool:
        return any(next(self._index.overlapping(host.lower()), None) for host in one.hosts)

    def _groups_of(self, one: VirtualService) -> Iterator[_Group]:
        made = routes(one, self._context)
        if not made:
            return
        hosts, services = self._separated(one)
        if one.semantics == "gateway" and not any(self._may_route(one, service) for service in services):
            return
        by_port: dict[int, list[Service]] = defaultdict(list)
        for service in services:
            for port in service.ports:
                if port.protocol.is_http or port.protocol.is_unsupported:
                    by_port[port.number].append(service)
        if not by_port and self._port == _HTTP_PORT:
            by_port[_HTTP_PORT] = []
        for number, found in by_port.items():
            yield _Group(number, hosts, tuple(found), made, one.source)

    def _may_route(self, one: VirtualService, service: Service) -> bool:
        """The Gateway API lets a route count for callers of its own namespace, or for services of it."""
        return one.namespace in (service.namespace, self._scope.proxy.namespace)

    def _separated(self, one: VirtualService) -> tuple[tuple[str, ...], tuple[Service, ...]]:
        """A VirtualService's hosts: those that are no services, and the services that it counts for."""
        others: list[str] = []
        services: list[Service] = []
        for host in one.hosts:
            if not is_wildcard(host):
                service = self._services.get(host.lower())
                if service is None:
                    others.append(host)
                else:
                    services.append(service)
        for host in (host.lower() for host in one.hosts if is_wildcard(host)):
            covered = [] if one.semantics == "gateway" else list(self._index.overlapping(host))
            services += [self._services[name] for name in covered if self._is_most_specific(one, name)]
            if not covered:
                others.append(host)
        return tuple(others), tuple(services)

    def _is_most_specific(self, one: VirtualService, hostname: str) -> bool:
        best = self._listener.most_specific.get(hostname)
        return best is not None and (best.namespace, best.name) == (one.namespace, one.name)

    def _group_of_service(self, service: Service, port: Port) -> _Group:
        consistent_hash = hash_for_port(self._scope.destination_rule(service.hostname), port.number)
        source = port.source or service.source
        action = RouteAction(
            clusters=(WeightedCluster(cluster_name("outbound", "", service.hostname, port.number), sources=(source,)),),
            retry_policy=retry_policy(self._context.default_retries, hashed=False),
            hash_policy=hash_policies(consistent_hash),
            max_grpc_timeout=0.0,
        )
        route = Route(RouteMatch(), action, DEFAULT_ROUTE, sources=(source,))
        return _Group(port.number, (), (service,), (route,), source)

    def _hosts(self, group: _Group) -> Iterator[VirtualHost]:
        for host in group.hosts:
            yield from self._host(host.lower(), group, None)
        for service in group.services:
            yield from self._host(service.hostname, group, service)

    def _host(self, hostname: str, group: _Group, service: Service | None) -> Iterator[VirtualHost]:
        name = domain_with_port(hostname, group.port)
        if name in self._names:
            return
        self._names.add(name)
        if domains := tuple(self._free_domains(hostname, group, service)):
            sources = (group.source,) if service is None else (group.source, service.source)
            yield VirtualHost(name, domains, group.routes, sources=sources)

    def _free_domains(self, hostname: str, group: _Group, service: Service | None) -> Iterator[str]:
        domains: tuple[str, ...] = (bracketed(hostname),)
        short: frozenset[str] = frozenset()
        if service is not None:
            domains, short = service_domains(service, 0 if self._port else group.port, self._scope.proxy)
        for domain in domains:
            if domain.lower() not in self._domains and not (domain in short and domain in self._known):
                self._domains.add(domain.lower())
                yield domain


def _services_at(listener: EgressListener, port: int) -> dict[str, Service]:
    """The listener's services that have a port, with that port alone; all of them for port 0."""
    if not port:
        return {service.hostname: service for service in listener.services}
    found: dict[str, Service] = {}
    for service in listener.services:
        own = service.port(port)
        if own is not None:
            hostname = service.hostname.lower()
            found[hostname] = replace(service, hostname=hostname, ports=(own,))
    return found


def _all_ports(by_port: dict[int, list[VirtualHost]]) -> Iterator[VirtualHost]:
    """Of ports other than 80 only domains that name the port."""
    for port in sorted(by_port):
        for host in by_port[port]:
            named = host.domains if port == _HTTP_PORT else tuple(domain for domain in host.domains if ":" in domain)
            if named:
                yield replace(host, domains=named)
