"""Clusters out of Envoy's JSON."""

from __future__ import annotations

from dataclasses import replace

from snippet_check.envoy.as_json.cluster import cluster_as_json
from snippet_check.envoy.cluster import (
    CircuitBreakers,
    Cluster,
    Endpoint,
    LocalityEndpoints,
    OutlierDetection,
    TransportSocket,
)
from snippet_check.envoy.from_json.values import count, nested, seconds
from snippet_check.resource import Content, Place

_UNLIMITED = 4294967295
_HTTP_OPTIONS = "envoy.extensions.upstreams.http.v3.HttpProtocolOptions"
_ENVOYS_CONNECT_TIMEOUT = 5.0
_TLS_SOCKET = "envoy.transport_sockets.tls"


def cluster(content: Content, sources: tuple[Place, ...], base: Cluster | None = None) -> Cluster:
    """A cluster; what JSON does not say, and what is still as it was, stays its base's own."""
    before = cluster_as_json(base) if base else {}
    old = base or Cluster("")
    options = nested(content, "typed_extension_protocol_options", _HTTP_OPTIONS)
    timeout = seconds(content, "connect_timeout")
    panic = nested(content, "common_lb_config", "healthy_panic_threshold")
    outlier = content.get("outlier_detection")
    read = replace(
        old,
        name=content.get("name", ""),
        type=_type(content),
        lb_policy=content.get("lb_policy", "ROUND_ROBIN"),
        connect_timeout=_ENVOYS_CONNECT_TIMEOUT if timeout is None else timeout,
        circuit_breakers=_circuit_breakers(content, old.circuit_breakers),
        outlier_detection=None if outlier is None else _outlier_detection(outlier),
        max_requests_per_connection=_max_requests_per_connection(content, options),
        healthy_panic_threshold=panic.get("value", 0.0) if panic else None,
        ring_hash_minimum_ring_size=count(nested(content, "ring_hash_lb_config"), "minimum_ring_size"),
        maglev_table_size=count(nested(content, "maglev_lb_config"), "table_size"),
        http2="http2_protocol_options" in nested(options, "explicit_http_config")
        or "http2_protocol_options" in content,
        sources=sources,
        patched=content,
    )
    if base is None or before.get("load_assignment") != content.get("load_assignment"):
        read = replace(read, endpoints=_endpoints(content, sources))
    if base is None or any(
        before.get(name) != content.get(name) for name in ("transport_socket", "transport_socket_matches")
    ):
        read = replace(read, tls=_tls(content, sources))
    return read


def _type(content: Content) -> str:
    """The discovery type; a cluster of its own type has that type's name."""
    own: str = nested(content, "cluster_type").get("name", "")
    return own or content.get("type", "STATIC")


def _circuit_breakers(content: Content, old: CircuitBreakers) -> CircuitBreakers:
    """The limits for requests of default priority: where several are given, Envoy takes the first."""
    for limits in nested(content, "circuit_breakers").get("thresholds", ()):
        if limits.get("priority", "DEFAULT") == "DEFAULT":
            return replace(
                old,
                max_connections=_limit(limits, "max_connections"),
                max_pending_requests=_limit(limits, "max_pending_requests"),
                max_requests=_limit(limits, "max_requests"),
                max_retries=_limit(limits, "max_retries"),
            )
    return old


def _limit(content: Content, field: str) -> int | None:
    limit = count(content, field)
    return None if limit == _UNLIMITED else limit


def _outlier_detection(content: Content) -> OutlierDetection:
    return OutlierDetection(
        _detector(content, "consecutive_5xx"),
        _detector(content, "consecutive_gateway_failure"),
        content.get("split_external_local_origin_errors", False),
        _detector(content, "consecutive_local_origin_failure"),
        seconds(content, "interval"),
        seconds(content, "base_ejection_time"),
        count(content, "max_ejection_percent"),
    )


def _detector(content: Content, name: str) -> int | None:
    """A detector's count; 0 where it never ejects."""
    return 0 if count(content, f"enforcing_{name}") == 0 else count(content, name)


def _max_requests_per_connection(content: Content, options: Content) -> int | None:
    of_options = count(nested(options, "common_http_protocol_options"), "max_requests_per_connection")
    return count(content, "max_requests_per_connection") if of_options is None else of_options


def _endpoints(content: Content, sources: tuple[Place, ...]) -> tuple[LocalityEndpoints, ...]:
    return tuple(
        LocalityEndpoints(
            _locality(nested(group, "locality")),
            tuple(_endpoint(one, sources) for one in group.get("lb_endpoints", ())),
            group.get("priority", 0),
            count(group, "load_balancing_weight"),
        )
        for group in nested(content, "load_assignment").get("endpoints", ())
    )


def _locality(content: Content) -> str:
    return "/".join(content.get(name, "") for name in ("region", "zone", "sub_zone")).rstrip("/")


def _endpoint(content: Content, sources: tuple[Place, ...]) -> Endpoint:
    address = nested(content, "endpoint", "address")
    socket = nested(address, "socket_address")
    weight = count(content, "load_balancing_weight")
    tls_mode = nested(content, "metadata", "filter_metadata", "envoy.transport_socket_match").get("tlsMode", "")
    return Endpoint(
        socket.get("address", "") or nested(address, "pipe").get("path", ""),
        socket.get("port_value", 0),
        tls_mode=tls_mode if isinstance(tls_mode, str) else "",
        healthy=content.get("health_status", "UNKNOWN") in ("UNKNOWN", "HEALTHY", "DEGRADED"),
        weight=1 if weight is None else weight,
        sources=sources,
    )


def _tls(content: Content, sources: tuple[Place, ...]) -> TransportSocket:
    if any("tlsMode" in nested(one, "match") for one in content.get("transport_socket_matches", ())):
        return TransportSocket("auto_mtls", sources=sources)
    socket = nested(content, "transport_socket")
    if socket.get("name") != _TLS_SOCKET:
        return TransportSocket()
    config = nested(socket, "typed_config")
    common = nested(config, "common_tls_context")
    presents = any(name in common for name in ("tls_certificates", "tls_certificate_sds_secret_configs"))
    return TransportSocket("mutual" if presents else "simple", config.get("sni", ""), sources=sources)
