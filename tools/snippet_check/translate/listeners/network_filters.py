"""The network filters of TCP chains.

Source: Istio 1.30 pilot/pkg/networking/core/networkfilter.go.
"""

from __future__ import annotations

from dataclasses import replace

from snippet_check.envoy import Filter, TcpProxy, WeightedCluster
from snippet_check.envoy.as_json import metadata_exchange
from snippet_check.envoy.as_json.dns_cache import dns_cache_config
from snippet_check.envoy.as_json.values import typed
from snippet_check.mesh.content import mapping, number, text
from snippet_check.mesh.destination_rules import DestinationRule
from snippet_check.mesh.protocol import Protocol
from snippet_check.mesh.service import Port
from snippet_check.mesh.sidecar_scope import SidecarScope
from snippet_check.mesh.virtual_service import Rule, VirtualService, WeightedDestination
from snippet_check.resource import Content, Place
from snippet_check.translate.durations import seconds
from snippet_check.translate.routes.context import destination_cluster

TCP_PROXY = "envoy.filters.network.tcp_proxy"
METADATA_EXCHANGE = Filter(
    metadata_exchange.METADATA_EXCHANGE, typed_config=tuple(metadata_exchange.TCP_METADATA_EXCHANGE.items())
)
_SNI_FORWARD_PROXY = "envoy.extensions.filters.network.sni_dynamic_forward_proxy"
_MONGO_PROXY = "envoy.filters.network.mongo_proxy"
_MONGO_TYPE = "type.googleapis.com/envoy.extensions.filters.network.mongo_proxy.v3.MongoProxy"


def to_cluster(cluster: str, protocol: Protocol = Protocol.TCP) -> tuple[Filter, ...]:
    """Everything to one cluster, without a DestinationRule."""
    return _stack(TcpProxy((WeightedCluster(cluster),), cluster), protocol)


def to_service(
    cluster: str, rule: DestinationRule | None, protocol: Protocol, source: Place, subset: str = "", as_is: bool = False
) -> tuple[Filter, ...]:
    """Everything to one service's cluster; `as_is` says that it goes there without a tunnel of the rule's."""
    return _to_one(WeightedCluster(cluster, sources=(source,)), rule, subset, protocol, as_is)


def sni_forward_proxy(dns_cache: str, port: int) -> Filter:
    """Resolves the name that a TLS connection asks for."""
    config = typed(
        f"{_SNI_FORWARD_PROXY}.v3.FilterConfig",
        dns_cache_config=dns_cache_config(dns_cache),
        port_value=port,
    )
    return Filter(_SNI_FORWARD_PROXY, typed_config=tuple(config.items()))


def to_destinations(one: VirtualService, rule: Rule, port: Port, scope: SidecarScope) -> tuple[Filter, ...]:
    """To the destinations of a TCP or TLS rule. The first one's DestinationRule counts for the connection."""
    destinations = [weighted for weighted in rule.destinations if weighted.destination]
    if not destinations:
        return ()
    first = destinations[0].destination
    destination_rule = scope.destination_rule(first.host) if first else None
    if len(destinations) == 1:
        cluster = _cluster(destinations[0], port.number, scope)
        return _to_one(cluster, destination_rule, first.subset if first else "", port.protocol)
    clusters = tuple(_cluster(weighted, port.number, scope) for weighted in destinations if weighted.weight > 0)
    proxy = TcpProxy(
        clusters,
        f"{one.name}.{one.namespace}",
        hash_source_ip=_hashes_source_ip(destination_rule, ""),
    )
    return _stack(_through_tunnel(_with_limits(proxy, destination_rule), destination_rule, ""), port.protocol)


def _to_one(
    cluster: WeightedCluster, rule: DestinationRule | None, subset: str, protocol: Protocol, as_is: bool = False
) -> tuple[Filter, ...]:
    proxy = TcpProxy((cluster,), cluster.name, hash_source_ip=_hashes_source_ip(rule, subset))
    limited = _with_limits(proxy, rule)
    return _stack(limited if as_is else _through_tunnel(limited, rule, subset), protocol)


def _cluster(weighted: WeightedDestination, port: int, scope: SidecarScope) -> WeightedCluster:
    destination = weighted.destination
    assert destination is not None
    name = destination_cluster(destination, scope.service(destination.host), port)
    return WeightedCluster(name, weighted.weight or 100, sources=(weighted.source,))


def _stack(proxy: TcpProxy, protocol: Protocol) -> tuple[Filter, ...]:
    tcp = Filter(TCP_PROXY, proxy)
    if protocol is not Protocol.MONGO:
        return (tcp,)
    return (Filter(_MONGO_PROXY, typed_config=(("@type", _MONGO_TYPE), ("stat_prefix", proxy.stat_prefix))), tcp)


def _with_limits(proxy: TcpProxy, rule: DestinationRule | None) -> TcpProxy:
    """The proxy with the limits that the rule has for a whole service: those of a port or a subset do not count."""
    tcp = mapping(rule.traffic_policy if rule else None, "connectionPool", "tcp")
    return replace(
        proxy,
        idle_timeout=seconds(tcp, "idleTimeout"),
        max_downstream_connection_duration=seconds(tcp, "maxConnectionDuration"),
    )


def _through_tunnel(proxy: TcpProxy, rule: DestinationRule | None, subset: str) -> TcpProxy:
    """The proxy with the tunnel that the rule asks for; a subset has its own or none."""
    own = rule.subset(subset) if rule and subset else rule
    tunnel = mapping(own.traffic_policy if own else None, "tunnel")
    if not tunnel:
        return proxy
    host, port = text(tunnel, "targetHost"), number(tunnel, "targetPort")
    target = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    return replace(proxy, tunnel_host=target, tunnel_by_post=text(tunnel, "protocol") == "POST")


def _hashes_source_ip(rule: DestinationRule | None, subset: str) -> bool:
    """Whether connections are hashed by their source; a subset's own load balancer decides for it."""
    if rule is None:
        return False
    own = rule.subset(subset)
    balancer = own.traffic_policy.get("loadBalancer") if own and own.traffic_policy else None
    if isinstance(balancer, dict):
        return _asks_for_source_ip(balancer)
    return _asks_for_source_ip(mapping(rule.traffic_policy, "loadBalancer"))


def _asks_for_source_ip(balancer: Content) -> bool:
    return mapping(balancer, "consistentHash").get("useSourceIp") is True
