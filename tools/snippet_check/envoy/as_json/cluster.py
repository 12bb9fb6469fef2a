"""Clusters as Envoy's JSON (envoy.config.cluster.v3)."""

from __future__ import annotations

from typing import Any

from snippet_check.envoy.as_json.dns_cache import dns_cache_config
from snippet_check.envoy.as_json.endpoint import load_assignment_as_json
from snippet_check.envoy.as_json.http_protocol_options import http_protocol_options
from snippet_check.envoy.as_json.metadata import metadata_as_json
from snippet_check.envoy.as_json.metadata_exchange import METADATA_EXCHANGE, TCP_METADATA_EXCHANGE
from snippet_check.envoy.as_json.transport_socket import transport_sockets
from snippet_check.envoy.as_json.values import (
    duration,
    socket_address,
    typed,
    without_empty,
)
from snippet_check.envoy.cluster import CircuitBreakers, Cluster, OutlierDetection, SlowStart, TcpKeepalive

UNLIMITED = 4294967295
_METADATA_EXCHANGE = {"name": METADATA_EXCHANGE, "typed_config": TCP_METADATA_EXCHANGE}
_NEVER = "9223372035s"
_WITHOUT_ASSIGNMENT = frozenset(("EDS", "ORIGINAL_DST"))
_DNS_RESOLVER = "envoy.extensions.network.dns_resolver.cares.v3.CaresDnsResolverConfig"


def cluster_as_json(cluster: Cluster) -> dict[str, Any]:
    if cluster.patched is not None:
        return cluster.patched
    outlier = cluster.outlier_detection
    return {
        "name": cluster.name,
        "alt_stat_name": cluster.alt_stat_name or f"{cluster.name};",
    } | without_empty(
        {
            **_discovery(cluster),
            "connect_timeout": duration(cluster.connect_timeout),
            "lb_policy": cluster.lb_policy,
            "circuit_breakers": {"thresholds": [_thresholds(cluster.circuit_breakers)]},
            "typed_extension_protocol_options": http_protocol_options(cluster),
            **_dns(cluster),
            "outlier_detection": outlier and _outlier_detection(outlier),
            "common_lb_config": _common_lb_config(cluster),
            **_lb_config(cluster),
            "upstream_connection_options": _connection_options(cluster.tcp_keepalive),
            "cleanup_interval": _NEVER if _keeps_hosts(cluster) else None,
            "upstream_bind_config": _bind_config(cluster.bind_addresses),
            **transport_sockets(cluster),
            "metadata": metadata_as_json(cluster.metadata),
            "filters": [_METADATA_EXCHANGE] if cluster.exchanges_metadata else [],
        }
    )


def _keeps_hosts(cluster: Cluster) -> bool:
    """Whether the addresses of connections to the proxy's own workload are kept for good."""
    return cluster.type == "ORIGINAL_DST" and cluster.name.startswith("inbound|")


def _discovery(cluster: Cluster) -> dict[str, Any]:
    if cluster.dns_cache:
        config = typed(
            "envoy.extensions.clusters.dynamic_forward_proxy.v3.ClusterConfig",
            dns_cache_config=dns_cache_config(cluster.dns_cache),
            allow_insecure_cluster_options=cluster.allows_insecure_options,
        )
        return {"cluster_type": {"name": cluster.type, "typed_config": config}}
    if cluster.type == "EDS":
        source = {"ads": {}, "initial_fetch_timeout": "0s", "resource_api_version": "V3"}
        return {"type": "EDS", "eds_cluster_config": {"eds_config": source, "service_name": cluster.name}}
    assigned = cluster.endpoints and cluster.type not in _WITHOUT_ASSIGNMENT
    return {"type": cluster.type, "load_assignment": load_assignment_as_json(cluster) if assigned else None}


def _dns(cluster: Cluster) -> dict[str, Any]:
    """How a name is resolved: each is asked for again when it expires, with some jitter."""
    if not cluster.dns_lookup_family:
        return {}
    resolver = typed(_DNS_RESOLVER, udp_max_queries=100)
    return {
        "dns_refresh_rate": duration(cluster.dns_refresh_rate),
        "dns_jitter": "0.100s",
        "respect_dns_ttl": True,
        "dns_lookup_family": cluster.dns_lookup_family,
        "typed_dns_resolver_config": {"name": "envoy.network.dns_resolver.cares", "typed_config": resolver},
    }


def _thresholds(breakers: CircuitBreakers) -> dict[str, Any]:
    budget = breakers.retry_budget
    return without_empty(
        {
            "max_connections": _or_unlimited(breakers.max_connections),
            "max_pending_requests": _or_unlimited(breakers.max_pending_requests),
            "max_requests": _or_unlimited(breakers.max_requests),
            "max_retries": _or_unlimited(breakers.max_retries),
            "retry_budget": budget and {"budget_percent": percent(budget[0]), "min_retry_concurrency": budget[1]},
        }
    )


def _or_unlimited(count: int | None) -> int:
    return UNLIMITED if count is None else count


def percent(value: float) -> dict[str, float]:
    """An envoy.type.v3.Percent."""
    return {"value": value} if value else {}


def _outlier_detection(outlier: OutlierDetection) -> dict[str, Any]:
    return without_empty(
        {
            "consecutive_5xx": outlier.consecutive_5xx,
            "enforcing_consecutive_5xx": _enforcing(outlier.consecutive_5xx),
            "consecutive_gateway_failure": outlier.consecutive_gateway_failure,
            "enforcing_consecutive_gateway_failure": _enforcing(outlier.consecutive_gateway_failure),
            "split_external_local_origin_errors": outlier.split_external_local_origin_errors,
            "consecutive_local_origin_failure": outlier.consecutive_local_origin_failure,
            "enforcing_consecutive_local_origin_failure": _enforcing(outlier.consecutive_local_origin_failure),
            "enforcing_local_origin_success_rate": 0 if outlier.split_external_local_origin_errors else None,
            "enforcing_success_rate": 0,
            "interval": duration(outlier.interval),
            "base_ejection_time": duration(outlier.base_ejection_time),
            "max_ejection_percent": outlier.max_ejection_percent,
        }
    )


def _enforcing(count: int | None) -> int | None:
    """A detector with a count above 0 always ejects, one with 0 never does."""
    return None if count is None else 100 * (count > 0)


def _common_lb_config(cluster: Cluster) -> dict[str, Any]:
    threshold = cluster.healthy_panic_threshold
    panic: dict[str, Any] = {} if threshold is None else {"healthy_panic_threshold": percent(threshold)}
    if cluster.override_host_status:
        panic["override_host_status"] = {"statuses": list(cluster.override_host_status)}
    return panic | ({"locality_weighted_lb_config": {}} if cluster.locality_weighted else {})


def _lb_config(cluster: Cluster) -> dict[str, Any]:
    if cluster.upstream_port_override:
        return {"original_dst_lb_config": {"upstream_port_override": cluster.upstream_port_override}}
    if cluster.ring_hash_minimum_ring_size is not None:
        return {"ring_hash_lb_config": {"minimum_ring_size": str(cluster.ring_hash_minimum_ring_size)}}
    if cluster.maglev_table_size is not None:
        return {"maglev_lb_config": {"table_size": str(cluster.maglev_table_size)}}
    if cluster.slow_start is None:
        return {}
    name = "round_robin" if cluster.lb_policy == "ROUND_ROBIN" else "least_request"
    return {f"{name}_lb_config": {"slow_start_config": _slow_start(cluster.slow_start)}}


def _slow_start(slow_start: SlowStart) -> dict[str, Any]:
    aggression, minimum = slow_start.aggression, slow_start.min_weight_percent
    config: dict[str, Any] = {"slow_start_window": duration(slow_start.window)}
    if aggression is not None:
        # Envoy wants a runtime key; Istio gives one that nobody can set.
        config["aggression"] = without_empty({"default_value": aggression or None, "runtime_key": "("})
    return config if minimum is None else config | {"min_weight_percent": percent(minimum)}


def _connection_options(keepalive: TcpKeepalive | None) -> dict[str, Any] | None:
    if keepalive is None:
        return None
    options = {
        "keepalive_probes": keepalive.probes,
        "keepalive_time": keepalive.time,
        "keepalive_interval": keepalive.interval,
    }
    return {"tcp_keepalive": without_empty(options)}


def _bind_config(addresses: tuple[str, ...]) -> dict[str, Any] | None:
    if not addresses:
        return None
    first, *others = (socket_address(address, 0)["socket_address"] for address in addresses)
    return without_empty(
        {"source_address": first, "extra_source_addresses": [{"address": address} for address in others]}
    )
