"""Clusters out of Envoy's JSON."""

from __future__ import annotations

from dataclasses import replace

from snippet_check.envoy.as_json.cluster import UNLIMITED, cluster_as_json
from snippet_check.envoy.as_json.http_protocol_options import HTTP_PROTOCOL_OPTIONS
from snippet_check.envoy.as_json.transport_socket import PROXY_SOCKET, TLS_SOCKET
from snippet_check.envoy.cluster import (
    CircuitBreakers,
    Cluster,
    OutlierDetection,
    SlowStart,
    TcpKeepalive,
    TransportSocket,
)
from snippet_check.envoy.from_json.endpoint import load_assignment
from snippet_check.envoy.from_json.metadata import metadata
from snippet_check.envoy.from_json.values import count, nested, seconds
from snippet_check.resource import Content, Place

_ENVOYS_CONNECT_TIMEOUT = 5.0
_SLOW_STARTING = ("least_request_lb_config", "round_robin_lb_config")


def cluster(content: Content, sources: tuple[Place, ...], base: Cluster | None = None) -> Cluster:
    """A cluster; what JSON does not say, such as what EDS brings, and what is still as it was, is its base's."""
    before = cluster_as_json(base) if base else {}
    old = base or Cluster("")
    timeout = seconds(content, "connect_timeout")
    outlier = content.get("outlier_detection")
    keepalive = nested(content, "upstream_connection_options").get("tcp_keepalive")
    read = replace(
        old,
        name=content.get("name", ""),
        type=_type(content),
        connect_timeout=_ENVOYS_CONNECT_TIMEOUT if timeout is None else timeout,
        circuit_breakers=_circuit_breakers(content, old.circuit_breakers),
        outlier_detection=None if outlier is None else _outlier_detection(outlier),
        tcp_keepalive=None if keepalive is None else _tcp_keepalive(keepalive),
        metadata=metadata(content),
        sources=sources,
        patched=content,
    )
    read = _with_http_options(_with_load_balancing(read, content), content)
    if read.type != "EDS" and (old.type == "EDS" or before.get("load_assignment") != content.get("load_assignment")):
        read = replace(read, endpoints=load_assignment(nested(content, "load_assignment"), sources))
    if base is None or any(
        before.get(name) != content.get(name) for name in ("transport_socket", "transport_socket_matches")
    ):
        read = replace(read, tls=_tls(content))
    return read


def _type(content: Content) -> str:
    """The discovery type; a cluster of its own type has that type's name."""
    own: str = nested(content, "cluster_type").get("name", "")
    return own or content.get("type", "STATIC")


def _circuit_breakers(content: Content, old: CircuitBreakers) -> CircuitBreakers:
    """The limits for requests of default priority: where several are given, Envoy takes the first."""
    for limits in nested(content, "circuit_breakers").get("thresholds", ()):
        if limits.get("priority", "DEFAULT") == "DEFAULT":
            return CircuitBreakers(
                max_connections=_limit(limits, "max_connections"),
                max_pending_requests=_limit(limits, "max_pending_requests"),
                max_requests=_limit(limits, "max_requests"),
                max_retries=_limit(limits, "max_retries"),
                retry_budget=_retry_budget(limits.get("retry_budget")),
            )
    return old


def _limit(content: Content, field: str) -> int | None:
    limit = count(content, field)
    return None if limit == UNLIMITED else limit


def _retry_budget(content: Content | None) -> tuple[float, int] | None:
    """Envoy's own defaults are 20 % and 3."""
    if content is None:
        return None
    budget, always = content.get("budget_percent"), count(content, "min_retry_concurrency")
    return 20.0 if budget is None else budget.get("value", 0.0), 3 if always is None else always


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


def _tcp_keepalive(content: Content) -> TcpKeepalive:
    return TcpKeepalive(*(count(content, f"keepalive_{name}") for name in ("probes", "time", "interval")))


def _with_load_balancing(read: Cluster, content: Content) -> Cluster:
    common = nested(content, "common_lb_config")
    panic = common.get("healthy_panic_threshold")
    warming = (nested(content, name).get("slow_start_config") for name in _SLOW_STARTING)
    return replace(
        read,
        lb_policy=content.get("lb_policy", "ROUND_ROBIN"),
        healthy_panic_threshold=None if panic is None else panic.get("value", 0.0),
        locality_weighted="locality_weighted_lb_config" in common,
        ring_hash_minimum_ring_size=count(nested(content, "ring_hash_lb_config"), "minimum_ring_size"),
        maglev_table_size=count(nested(content, "maglev_lb_config"), "table_size"),
        upstream_port_override=count(nested(content, "original_dst_lb_config"), "upstream_port_override") or 0,
        slow_start=next((_slow_start(one) for one in warming if one is not None), None),
    )


def _slow_start(content: Content) -> SlowStart:
    aggression, minimum = content.get("aggression"), content.get("min_weight_percent")
    return SlowStart(
        seconds(content, "slow_start_window") or 0.0,
        None if aggression is None else aggression.get("default_value", 0.0),
        None if minimum is None else minimum.get("value", 0.0),
    )


def _with_http_options(read: Cluster, content: Content) -> Cluster:
    """The fields that Envoy has had for longer count where there are no options."""
    options = nested(content, "typed_extension_protocol_options", HTTP_PROTOCOL_OPTIONS)
    common = nested(options, "common_http_protocol_options")
    of_options = count(common, "max_requests_per_connection")
    http2 = nested(options, "explicit_http_config").get("http2_protocol_options")
    return replace(
        read,
        max_requests_per_connection=count(content, "max_requests_per_connection") if of_options is None else of_options,
        idle_timeout=seconds(common, "idle_timeout"),
        max_connection_duration=seconds(common, "max_connection_duration"),
        max_concurrent_streams=count(http2 or {}, "max_concurrent_streams"),
        use_downstream_protocol="use_downstream_protocol_config" in options,
        http2=http2 is not None or "http2_protocol_options" in content,
    )


def _tls(content: Content) -> TransportSocket:
    if any("tlsMode" in nested(one, "match") for one in content.get("transport_socket_matches", ())):
        return TransportSocket("auto_mtls")
    socket = nested(content, "transport_socket")
    if socket.get("name") == PROXY_SOCKET:
        socket = nested(socket, "typed_config", "transport_socket")
    if socket.get("name") != TLS_SOCKET:
        return TransportSocket()
    config = nested(socket, "typed_config")
    common = nested(config, "common_tls_context")
    presents = any(name in common for name in ("tls_certificates", "tls_certificate_sds_secret_configs"))
    return TransportSocket("mutual" if presents else "simple", config.get("sni", ""))
