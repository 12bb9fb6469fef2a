"""The network filters of TCP chains.

Source: Istio 1.30 pilot/pkg/networking/core/networkfilter.go.
"""

from __future__ import annotations

from snippet_check.envoy import Filter, TcpProxy, WeightedCluster
from snippet_check.envoy.as_json.values import typed_struct
from snippet_check.mesh.content import mapping
from snippet_check.mesh.destination_rules import DestinationRule
from snippet_check.mesh.protocol import Protocol
from snippet_check.mesh.service import Port
from snippet_check.mesh.sidecar_scope import SidecarScope
from snippet_check.mesh.virtual_service import Rule, VirtualService, WeightedDestination
from snippet_check.resource import Content, Place
from snippet_check.translate.durations import seconds
from snippet_check.translate.routes.context import destination_cluster

TCP_PROXY = "envoy.filters.network.tcp_proxy"
_PEERS = {"enable_discovery": True, "protocol": "istio-peer-exchange"}
METADATA_EXCHANGE = Filter(
    "istio.metadata_exchange",
    typed_config=tuple(typed_struct("envoy.tcp.metadataexchange.config.MetadataExchange", _PEERS).items()),
)
_MONGO_PROXY = "envoy.filters.network.mongo_proxy"
_MONGO_TYPE = "type.googleapis.com/envoy.extensions.filters.network.mongo_proxy.v3.MongoProxy"


def to_cluster(cluster: str, protocol: Protocol = Protocol.TCP) -> tuple[Filter, ...]:
    """Everything to one cluster, without a DestinationRule."""
    return _stack(TcpProxy((WeightedCluster(cluster),), cluster), protocol)


def to_service(
    cluster: str, rule: DestinationRule | None, protocol: Protocol, source: Place, subset: str = ""
) -> tuple[Filter, ...]:
    """Everything to one service's cluster."""
    return _to_one(WeightedCluster(cluster, sources=(source,)), rule, subset, protocol)


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
        idle_timeout=_idle_timeout(destination_rule),
    )
    return _stack(proxy, port.protocol)


def _to_one(
    cluster: WeightedCluster, rule: DestinationRule | None, subset: str, protocol: Protocol
) -> tuple[Filter, ...]:
    proxy = TcpProxy(
        (cluster,),
        cluster.name,
        hash_source_ip=_hashes_source_ip(rule, subset),
        idle_timeout=_idle_timeout(rule),
    )
    return _stack(proxy, protocol)


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


def _idle_timeout(rule: DestinationRule | None) -> float | None:
    policy = rule.traffic_policy if rule else None
    return seconds(mapping(policy, "connectionPool", "tcp"), "idleTimeout")


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
