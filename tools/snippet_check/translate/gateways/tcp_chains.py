"""The chains of a gateway's servers that understand no HTTP: TCP, TLS ended here, TLS let through by server name.

Source: Istio 1.30 pilot/pkg/networking/core/gateway.go (createGatewayTCPFilterChainOpts).
"""

from __future__ import annotations

from collections.abc import Iterator

from snippet_check.envoy import Filter
from snippet_check.mesh.content import number, texts
from snippet_check.mesh.gateway_config import GatewayServer
from snippet_check.mesh.hosts import overlap
from snippet_check.mesh.merged_gateway import new_hosts
from snippet_check.mesh.protocol import Protocol
from snippet_check.mesh.service import Port, Service
from snippet_check.mesh.sidecar_scope import SidecarScope
from snippet_check.mesh.specificity import covers
from snippet_check.mesh.virtual_service import Match, Rule, VirtualService
from snippet_check.mesh.virtual_services import virtual_services
from snippet_check.resource import Place
from snippet_check.translate.gateways.tls import tls_context
from snippet_check.translate.listeners.chains import Chain
from snippet_check.translate.listeners.inbound_matches import MUTUAL_TLS_PROTOCOLS
from snippet_check.translate.listeners.network_filters import METADATA_EXCHANGE, to_destinations, to_service


def tcp_server_chains(scope: SidecarScope, server: GatewayServer, known: dict[str, str]) -> Iterator[Chain]:
    """A server's chains; `known` holds the server names that its port has already, by bind."""
    if server.tls_mode == "AUTO_PASSTHROUGH":
        yield from _auto_passthrough(scope, server)
    elif server.is_passthrough:
        yield from _passthrough(scope, server, known)
    else:
        for one, rule, sources in _first_rule(scope, server):
            exchange = (METADATA_EXCHANGE,) if server.tls_mode == "ISTIO_MUTUAL" else ()
            filters: tuple[Filter, ...] = (*exchange, *to_destinations(one, rule, _port(server), scope))
            names = server.server_names if server.tls is not None else ()
            yield Chain(filters, names, tls=tls_context(scope.mesh, server), sources=(server.source, *sources))


def _first_rule(scope: SidecarScope, server: GatewayServer) -> list[tuple[VirtualService, Rule, tuple[Place, ...]]]:
    """The one TCP rule that takes a server's connections; without any the server has no chain."""
    for one in _bound(scope, server):
        for rule in one.tcp:
            if not rule.matches or any(_counts(match, server) for match in rule.matches):
                return [(one, rule, rule.sources)]
        if one.source.resource.kind == "TLSRoute":
            for rule in one.tls:
                if any(_counts(match, server) for match in rule.matches):
                    return [(one, rule, rule.sources)]
    return []


def _passthrough(scope: SidecarScope, server: GatewayServer, known: dict[str, str]) -> Iterator[Chain]:
    for one in _bound(scope, server):
        for rule in one.tls:
            for match in rule.matches:
                names = tuple(texts(match.content, "sniHosts"))
                if _counts(match, server) and new_hosts(names, server.bind, known):
                    filters = to_destinations(one, rule, _port(server), scope)
                    yield Chain(filters, names, sources=(server.source, *rule.sources, *match.sources))


def _auto_passthrough(scope: SidecarScope, server: GatewayServer) -> Iterator[Chain]:
    """A chain for every cluster that a sidecar may name as its SNI."""
    for service in scope.services:
        covered = any(covers(name, service.hostname) for name in server.server_names)
        if not covered or service.mesh_external:
            continue
        rule = scope.destination_rule(service.hostname)
        for port in service.ports:
            for subset in ("", *(subset.name for subset in (rule.subsets if rule else ()))):
                if port.protocol is not Protocol.UDP:
                    name = server_name(service, port, subset)
                    source = port.source or service.source
                    filters = to_service(name, rule, port.protocol, source, subset, as_is=True)
                    yield Chain(filters, (name,), (), MUTUAL_TLS_PROTOCOLS, sources=(server.source, source))


def server_name(service: Service, port: Port, subset: str) -> str:
    """The SNI, and cluster, under which a service's subset is reached through another network's gateway."""
    return f"outbound_.{port.number}_.{subset}_.{service.hostname}"


def _bound(scope: SidecarScope, server: GatewayServer) -> Iterator[VirtualService]:
    for one in virtual_services(scope.mesh).bound_to(server.gateway, scope.proxy.namespace):
        hosts = [
            name
            for owner, slash, name in (host.rpartition("/") for host in server.hosts)
            if not slash or owner == one.namespace
        ]
        if any(overlap(host, other) for host in hosts for other in one.hosts):
            yield one


def _counts(match: Match, server: GatewayServer) -> bool:
    """Whether a match is for this server: by its port and its Gateway, nothing else."""
    named = not match.gateways or server.gateway in match.gateways
    return named and number(match.content, "port") in (0, server.port)


def _port(server: GatewayServer) -> Port:
    return Port(server.port, server.port_name, server.protocol)
