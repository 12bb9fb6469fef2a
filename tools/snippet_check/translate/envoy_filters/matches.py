"""Whether a patch is for a route configuration, virtual host, route, listener, filter chain, filter or cluster.

Source: Istio 1.30 pilot/pkg/networking/core/envoyfilter/{rc,listener,cluster}_patch.go (the functions named …Match).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from snippet_check.envoy import (
    Cluster,
    DirectResponse,
    FilterChain,
    Listener,
    Redirect,
    Route,
    RouteConfiguration,
    VirtualHost,
)
from snippet_check.mesh.content import mapping, number, text, whole
from snippet_check.mesh.merged_gateway import parsed_route_name
from snippet_check.resource import Content
from snippet_check.translate.envoy_filters.patches import GATEWAY, Patch

VIRTUAL_LISTENERS = frozenset(("virtualInbound", "virtualOutbound"))
_ROUTE, _LISTENER, _CLUSTER = "routeConfiguration", "listener", "cluster"


class RouteScope(NamedTuple):
    """Where a route configuration is used: the context, and a gateway's service ports by the port of its pod."""

    context: str
    ports: Mapping[int, frozenset[int]] = {}


def matches_configuration(patch: Patch, configuration: RouteConfiguration, scope: RouteScope) -> bool:
    match = patch.of(_ROUTE)
    if not patch.is_for(scope.context):
        return False
    if match is None:
        return True
    if text(match, "name") not in ("", configuration.name):
        return False
    wanted = number(match, "portNumber")
    if scope.context != GATEWAY:
        return wanted in (0, _port_of_routes(configuration.name))
    port, port_name, gateway = parsed_route_name(configuration.name)
    return (
        text(match, "portName") in ("", port_name)
        and text(match, "gateway") in ("", gateway)
        and (not wanted or wanted in scope.ports.get(port, (port,)))
    )


def matches_virtual_host(patch: Patch, host: VirtualHost) -> bool:
    match = mapping(patch.of(_ROUTE), "vhost")
    domain = text(match, "domainName")
    return text(match, "name") in ("", host.name) and (not domain or domain in host.domains)


def names_route(patch: Patch) -> bool:
    """Whether the patch says something about the route, if only {}."""
    return "route" in mapping(patch.of(_ROUTE), "vhost")


def matches_route(patch: Patch, route: Route) -> bool:
    match = mapping(patch.of(_ROUTE), "vhost", "route")
    action = text(match, "action") or "ANY"
    return text(match, "name") in ("", route.name) and action in ("ANY", _action(route))


def matches_listener(patch: Patch, listener: Listener, by_chain: bool = True) -> bool:
    """A port is looked for in the chains of virtual listeners, but for a patch of the listener itself."""
    match = patch.of(_LISTENER)
    if match is None:
        return True
    if text(match, "name") not in ("", listener.name):
        return False
    if by_chain and listener.name in VIRTUAL_LISTENERS:
        return True
    return number(match, "portNumber") in (0, listener.port)


def matches_chain(patch: Patch, listener: Listener, chain: FilterChain) -> bool:
    match = patch.of(_LISTENER)
    port = number(match, "portNumber")
    if port and listener.name in VIRTUAL_LISTENERS and chain.match.destination_port != port:
        return False
    wanted = mapping(match, "filterChain")
    sni, protocols = text(wanted, "sni"), text(wanted, "applicationProtocols")
    return (
        text(wanted, "name") in ("", chain.name)
        and (not sni or sni in chain.match.server_names)
        and text(wanted, "transportProtocol") in ("", chain.match.transport_protocol)
        and (not protocols or set(protocols.split(",")) <= set(chain.match.application_protocols))
        and number(wanted, "destinationPort") in (0, chain.match.destination_port)
    )


def listener_filter_name(patch: Patch) -> str:
    """The listener filter that a patch names, "" for none."""
    return text(patch.of(_LISTENER), "listenerFilter")


def network_filter_name(patch: Patch) -> str | None:
    """The network filter that a patch names, None for none."""
    return _name(mapping(patch.of(_LISTENER), "filterChain"), "filter")


def http_filter_name(patch: Patch) -> str | None:
    """The HTTP filter that a patch names, None for none."""
    return _name(mapping(patch.of(_LISTENER), "filterChain", "filter"), "subFilter")


def matches_cluster(patch: Patch, cluster: Cluster, hosts: Iterable[str]) -> bool:
    """`hosts` are the services of an inbound cluster, whose name says none."""
    match = patch.of(_CLUSTER)
    if match is None:
        return True
    if name := text(match, "name"):
        return name == cluster.name
    subset, hostname, port = _cluster_parts(cluster.name)
    hosts = tuple(hosts) or (hostname,)
    return (
        text(match, "subset") in ("", subset)
        and (not text(match, "service") or text(match, "service") in hosts)
        and number(match, "portNumber") in (0, port)
    )


def _name(content: Content, key: str) -> str | None:
    named = content.get(key)
    return text(named, "name") if isinstance(named, dict) else None


def _action(route: Route) -> str:
    if isinstance(route.action, Redirect):
        return "REDIRECT"
    return "DIRECT_RESPONSE" if isinstance(route.action, DirectResponse) else "ROUTE"


def _port_of_routes(name: str) -> int:
    if name.startswith("inbound"):
        return _cluster_parts(name)[2]
    return whole(name)


def _cluster_parts(name: str) -> tuple[str, str, int]:
    """The subset, host and port in a cluster's name."""
    separator = "_." if name.startswith(("outbound_.", "inbound_.")) else "|"
    _, port, subset, host = (*name.split(separator, 3), "", "", "")[:4]
    return subset, "" if separator in host else host, whole(port)
