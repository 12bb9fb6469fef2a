"""Clusters and their endpoints as Envoy's JSON (envoy.config.cluster.v3, envoy.config.endpoint.v3)."""

from __future__ import annotations

from typing import Any

from snippet_check.envoy.as_json.values import duration, socket_address, typed, without_empty
from snippet_check.envoy.cluster import CircuitBreakers, Cluster, Endpoint, LocalityEndpoints, OutlierDetection

_UNLIMITED = 4294967295
_UPSTREAM_TLS = "envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext"
_HTTP_OPTIONS = "envoy.extensions.upstreams.http.v3.HttpProtocolOptions"


def cluster_as_json(cluster: Cluster) -> dict[str, Any]:
    if cluster.patched is not None:
        return cluster.patched
    return without_empty(
        {
            "name": cluster.name,
            "type": cluster.type,
            "eds_cluster_config": _eds(cluster),
            "connect_timeout": duration(cluster.connect_timeout),
            "lb_policy": cluster.lb_policy,
            "circuit_breakers": {"thresholds": [_thresholds(cluster.circuit_breakers)]},
            "outlier_detection": cluster.outlier_detection and _outlier_detection(cluster.outlier_detection),
            "common_lb_config": _common_lb_config(cluster),
            "ring_hash_lb_config": _size("minimum_ring_size", cluster.ring_hash_minimum_ring_size),
            "maglev_lb_config": _size("table_size", cluster.maglev_table_size),
            "load_assignment": None if cluster.type in ("EDS", "ORIGINAL_DST") else load_assignment_as_json(cluster),
            "typed_extension_protocol_options": _http_options(cluster),
            **_transport_socket(cluster),
        }
    )


def load_assignment_as_json(cluster: Cluster) -> dict[str, Any]:
    """The cluster's ClusterLoadAssignment."""
    return {"cluster_name": cluster.name, "endpoints": [_locality(locality) for locality in cluster.endpoints]}


def _eds(cluster: Cluster) -> dict[str, Any] | None:
    if cluster.type != "EDS":
        return None
    return {
        "eds_config": {"ads": {}, "initial_fetch_timeout": "0s", "resource_api_version": "V3"},
        "service_name": cluster.name,
    }


def _thresholds(breakers: CircuitBreakers) -> dict[str, Any]:
    return {
        "max_connections": _or_unlimited(breakers.max_connections),
        "max_pending_requests": _or_unlimited(breakers.max_pending_requests),
        "max_requests": _or_unlimited(breakers.max_requests),
        "max_retries": _or_unlimited(breakers.max_retries),
        "track_remaining": True,
    }


def _or_unlimited(count: int | None) -> int:
    return _UNLIMITED if count is None else count


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
    if cluster.healthy_panic_threshold is None:
        return {}
    return {"healthy_panic_threshold": {"value": cluster.healthy_panic_threshold}}


def _size(field: str, size: int | None) -> dict[str, Any] | None:
    return None if size is None else {field: str(size)}


def _http_options(cluster: Cluster) -> dict[str, Any]:
    protocol = "http2_protocol_options" if cluster.http2 else "http_protocol_options"
    options = typed(_HTTP_OPTIONS) | {"explicit_http_config": {protocol: {}}}
    if cluster.max_requests_per_connection:
        options["common_http_protocol_options"] = {"max_requests_per_connection": cluster.max_requests_per_connection}
    return {_HTTP_OPTIONS: options} if cluster.http2 or cluster.max_requests_per_connection else {}


def _transport_socket(cluster: Cluster) -> dict[str, Any]:
    if cluster.tls.mode == "none":
        return {}
    tls = {"name": "envoy.transport_sockets.tls", "typed_config": typed(_UPSTREAM_TLS, sni=cluster.tls.sni)}
    if cluster.tls.mode != "auto_mtls":
        return {"transport_socket": tls}
    plain = {
        "name": "envoy.transport_sockets.raw_buffer",
        "typed_config": typed("envoy.extensions.transport_sockets.raw_buffer.v3.RawBuffer"),
    }
    return {
        "transport_socket_matches": [
            {"name": "tlsMode-istio", "match": {"tlsMode": "istio"}, "transport_socket": tls},
            {"name": "tlsMode-disabled", "match": {}, "transport_socket": plain},
        ]
    }


def _locality(locality: LocalityEndpoints) -> dict[str, Any]:
    region, zone, sub_zone = (*locality.locality.split("/"), "", "", "")[:3]
    return without_empty(
        {
            "locality": without_empty({"region": region, "zone": zone, "sub_zone": sub_zone}),
            "lb_endpoints": [_endpoint(endpoint) for endpoint in locality.endpoints],
            "load_balancing_weight": locality.load_balancing_weight,
            "priority": locality.priority or None,
        }
    )


def _endpoint(endpoint: Endpoint) -> dict[str, Any]:
    metadata = {"envoy.transport_socket_match": {"tlsMode": endpoint.tls_mode}} if endpoint.tls_mode else {}
    return without_empty(
        {
            "endpoint": {"address": socket_address(endpoint.address, endpoint.port)},
            "health_status": None if endpoint.healthy else "UNHEALTHY",
            "metadata": {"filter_metadata": metadata} if metadata else None,
            "load_balancing_weight": endpoint.weight,
        }
    )
