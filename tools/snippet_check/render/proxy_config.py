"""Tables of a proxy's configuration, with the columns of `istioctl proxy-config`.

Source: Istio 1.30 istioctl/pkg/writer/envoy/{configdump,clusters}.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from snippet_check.envoy import (
    Filter,
    FilterChain,
    FilterChainMatch,
    HttpConnectionManager,
    Listener,
    Route,
    RouteAction,
    RouteConfiguration,
    RouteMatch,
    Snapshot,
    TcpProxy,
    VirtualHost,
)
from snippet_check.mesh.content import whole

Row = tuple[str, ...]
_PASSTHROUGH = "PassthroughCluster"
_BLACK_HOLE = "BlackHoleCluster"
_PLAIN_HTTP = ("http/1.0", "http/1.1", "h2c")
_ISTIO_HTTP = ("istio-http/1.0", "istio-http/1.1", "istio-h2")
_PROTOCOLS = {
    (*_PLAIN_HTTP, *_ISTIO_HTTP): "HTTP TLS",
    ("istio", *_ISTIO_HTTP): "Istio HTTP Plain",
    ("istio-peer-exchange", "istio"): "TCP TLS",
    _PLAIN_HTTP: "HTTP",
}
_SHOWN_DOMAINS = 2


class Table(NamedTuple):
    """What is shown under a header."""

    header: Row
    rows: Sequence[Row]


def listener_table(snapshot: Snapshot) -> Table:
    rows: list[Row] = []
    for listener in sorted(snapshot.listeners, key=lambda one: (one.port, one.address, _listener_type(one))):
        addresses = ",".join((listener.address, *listener.additional_addresses))
        matches = [(_chain_match(chain.match), _destination(chain.filters)) for chain in _chains(listener)]
        matches.sort(key=lambda match: match[1], reverse=True)
        rows += [(addresses, str(listener.port), *match) for match in matches]
    return Table(("ADDRESSES", "PORT", "MATCH", "DESTINATION"), rows)


def route_table(snapshot: Snapshot) -> Table:
    """The routes that listeners ask for by name, then those that filter chains bring, each with its own copy."""
    named = sorted(snapshot.routes, key=lambda one: (not one.name.isdecimal(), whole(one.name)))
    inline = [one for listener in snapshot.listeners for one in _inline_routes(listener)]
    rows = [row for configuration in (*named, *inline) for row in _route_rows(configuration)]
    return Table(("NAME", "VHOST NAME", "DOMAINS", "MATCH", "VIRTUAL SERVICE"), rows)


def cluster_table(snapshot: Snapshot) -> Table:
    rows = []
    for cluster in sorted(snapshot.clusters, key=lambda one: _cluster_order(one.name)):
        management = cluster.metadata.config_name
        hostname, subset, port, direction = _cluster_parts(cluster.name)
        named = (hostname, str(port), subset or "-", direction) if direction else (cluster.name, "-", "-", "-")
        rows.append((*named, cluster.type, management))
    return Table(("SERVICE FQDN", "PORT", "SUBSET", "DIRECTION", "TYPE", "DESTINATION RULE"), rows)


def endpoint_table(snapshot: Snapshot) -> Table:
    found = sorted(
        (endpoint.address, endpoint.port, cluster.name, endpoint.healthy)
        for cluster in snapshot.clusters
        for locality in cluster.endpoints
        for endpoint in locality.endpoints
    )
    rows = [
        (f"{address}:{port}" if port else address, "HEALTHY" if healthy else "UNHEALTHY", "OK", cluster)
        for address, port, cluster, healthy in found
    ]
    return Table(("ENDPOINT", "STATUS", "OUTLIER CHECK", "CLUSTER"), rows)


def _chains(listener: Listener) -> tuple[FilterChain, ...]:
    default = listener.default_filter_chain
    return listener.filter_chains if default is None else (*listener.filter_chains, default)


def _listener_type(listener: Listener) -> str:
    configs = [one.config for chain in _chains(listener) for one in chain.filters]
    kinds = []
    if any(isinstance(config, HttpConnectionManager) for config in configs):
        kinds.append("HTTP")
    if any(isinstance(config, TcpProxy) and not _is_black_hole(config) for config in configs):
        kinds.append("TCP")
    return "+".join(kinds) or "UNKNOWN"


def _is_black_hole(proxy: TcpProxy) -> bool:
    return any(cluster.name == _BLACK_HOLE for cluster in proxy.clusters)


def _chain_match(match: FilterChainMatch) -> str:
    parts = []
    if match.server_names:
        parts.append(f"SNI: {','.join(match.server_names)}")
    if match.transport_protocol:
        parts.append(f"Trans: {match.transport_protocol}")
    if protocols := match.application_protocols:
        parts.append(f"App: {_PROTOCOLS.get(protocols) or ','.join(protocols)}")
    port = f":{match.destination_port}" if match.destination_port else ""
    if match.prefix_ranges or port:
        parts.append(f"Addr: {','.join(match.prefix_ranges) or '*'}{port}")
    return "; ".join(parts) or "ALL"


def _destination(filters: Iterable[Filter]) -> str:
    for one in filters:
        if isinstance(one.config, HttpConnectionManager):
            routes = one.config.route_config
            return f"Route: {one.config.route_config_name}" if routes is None else _inline_destination(routes)
        if isinstance(one.config, TcpProxy) and not _is_black_hole(one.config):
            return _to(",".join(cluster.name for cluster in one.config.clusters))
    return "Non-HTTP/Non-TCP"


def _to(cluster: str) -> str:
    return cluster if "Cluster" in cluster else f"Cluster: {cluster}"


def _inline_destination(routes: RouteConfiguration) -> str:
    """The cluster where there is just one, else what is matched."""
    hosts = routes.virtual_hosts
    if len(hosts) == 1 and hosts[0].domains == ("*",) and len(hosts[0].routes) == 1:
        route = hosts[0].routes[0]
        is_whole = (route.match.path.kind, route.match.path.value) == ("prefix", "/")
        if is_whole and isinstance(route.action, RouteAction) and len(route.action.clusters) == 1:
            return _to(route.action.clusters[0].name)
    return f"Inline Route: {'; '.join(map(_inline_host, hosts))}"


def _inline_host(host: VirtualHost) -> str:
    routes = ", ".join(_route_match(route.match) for route in host.routes)
    return routes if host.domains == ("*",) else f"{'/'.join(host.domains)} {routes}"


def _route_match(match: RouteMatch) -> str:
    value = match.path.value
    match match.path.kind:
        case "prefix":
            return f"{value}*"
        case "path_separated_prefix":
            return f"PathPrefix:{value}"
        case "safe_regex":
            return f"regex {value}"
        case _:
            return value


def _inline_routes(listener: Listener) -> Iterator[RouteConfiguration]:
    for chain in _chains(listener):
        for one in chain.filters:
            if isinstance(one.config, HttpConnectionManager) and one.config.route_config is not None:
                yield one.config.route_config


def _route_rows(configuration: RouteConfiguration) -> Iterator[Row]:
    for host in configuration.virtual_hosts:
        start = (configuration.name, host.name, _domains(host.domains))
        for route in host.routes:
            if not _passes(route):
                yield (*start, _route_match(route.match), route.metadata.config_name)
        if not host.routes:
            yield (*start, "/*", "404")


def _passes(route: Route) -> bool:
    action = route.action
    return isinstance(action, RouteAction) and [cluster.name for cluster in action.clusters] == [_PASSTHROUGH]


def _domains(domains: tuple[str, ...]) -> str:
    """Few of the domains: without ports, and without long forms of shorter ones that are there too."""
    if len(domains) < 2:
        return "".join(domains)
    bare = [one for one in domains if ":" not in one or (one.count(":") > 2 and one.endswith("]"))]
    known = set(bare)
    shown = [
        one
        for one in bare
        if not any(
            one.endswith(ending) and one.removesuffix(ending) in known for ending in (".svc.cluster.local", ".svc")
        )
    ]
    more = len(shown) - _SHOWN_DOMAINS
    return ", ".join(shown[:_SHOWN_DOMAINS]) + (f" + {more} more..." if more > 0 else "")


def _cluster_order(name: str) -> tuple[str, str, int, str]:
    hostname, subset, port, direction = _cluster_parts(name)
    return hostname, subset, port, direction


def _cluster_parts(name: str) -> tuple[str, str, int, str]:
    """The host, subset, port and direction in a cluster's name; a name of another form is all host."""
    parts = name.split("|")
    if len(parts) != 4:
        return name, "", 0, ""
    direction, port, subset, hostname = parts
    return hostname, subset, whole(port), direction
