"""Connection pools: circuit breakers, timeouts of connections, and HTTP/2.

Source: Istio 1.30 pilot/pkg/networking/core/cluster_traffic_policy.go (applyConnectionPool, applyRetryBudget,
shouldH2Upgrade), cluster.go (applyTCPKeepalive) and cluster_builder.go (setUpstreamProtocol). A limit of 0 reads like
one that is left out.
"""

from __future__ import annotations

from dataclasses import replace

from snippet_check.envoy import CircuitBreakers, Cluster, TcpKeepalive
from snippet_check.mesh.content import double, mapping, number, text, truth
from snippet_check.mesh.mesh import Mesh
from snippet_check.mesh.protocol import Protocol
from snippet_check.resource import Content
from snippet_check.translate.clusters.traffic_policy import TrafficPolicy, message
from snippet_check.translate.durations import seconds

DEFAULT_CONNECT_TIMEOUT = 10.0
_DEFAULT_RETRY_BUDGET = (20.0, 3)


def connect_timeout(mesh: Mesh) -> float:
    """MeshConfig's connectTimeout, in seconds."""
    declared = seconds(mesh.mesh_config, "connectTimeout")
    return DEFAULT_CONNECT_TIMEOUT if declared is None else declared


def with_connection_pool(cluster: Cluster, policy: TrafficPolicy, mesh: Mesh) -> Cluster:
    """The cluster with a policy's connection pool."""
    http, tcp = mapping(policy.connection_pool, "http"), mapping(policy.connection_pool, "tcp")
    timeout = seconds(tcp, "connectTimeout")
    use_client_protocol = truth(http, "useClientProtocol")
    http2 = cluster.http2 and not use_client_protocol
    idle = seconds(http, "idleTimeout")
    return replace(
        cluster,
        connect_timeout=connect_timeout(mesh) if timeout is None else timeout,
        circuit_breakers=CircuitBreakers(
            max_connections=_limit(tcp, "maxConnections"),
            max_pending_requests=_limit(http, "http1MaxPendingRequests"),
            max_requests=_limit(http, "http2MaxRequests"),
            max_retries=_limit(http, "maxRetries"),
            retry_budget=_retry_budget(policy.retry_budget),
        ),
        max_requests_per_connection=_limit(http, "maxRequestsPerConnection"),
        max_concurrent_streams=_limit(http, "maxConcurrentStreams"),
        max_connection_duration=seconds(tcp, "maxConnectionDuration"),
        idle_timeout=seconds(tcp, "idleTimeout") if idle is None else idle,
        tcp_keepalive=tcp_keepalive(mesh, tcp),
        http2=http2,
        use_downstream_protocol=cluster.use_downstream_protocol or use_client_protocol,
    )


def tcp_keepalive(mesh: Mesh, tcp: Content) -> TcpKeepalive | None:
    """The mesh's keepalive with what a policy says differently; None leaves it to the operating system."""
    found = None
    for settings in (message(mesh.mesh_config, "tcpKeepalive"), message(tcp, "tcpKeepalive")):
        if settings is not None:
            probes, time, interval = number(settings, "probes"), *(seconds(settings, f) for f in ("time", "interval"))
            base = found or TcpKeepalive()
            found = TcpKeepalive(
                probes if probes > 0 else base.probes,
                base.time if time is None else int(time),
                base.interval if interval is None else int(interval),
            )
    return found


def is_upgraded(policy: TrafficPolicy, protocol: Protocol, mesh: Mesh) -> bool:
    """Whether HTTP/1.1 goes upstream as HTTP/2."""
    http = message(policy.connection_pool, "http")
    if http is not None:
        asked = text(http, "h2UpgradePolicy")
        if truth(http, "useClientProtocol") or asked == "DO_NOT_UPGRADE":
            return False
        if asked == "UPGRADE":
            return True
    return protocol.is_http and text(mesh.mesh_config, "h2UpgradePolicy") == "UPGRADE"


def _limit(settings: Content, field: str) -> int | None:
    count = number(settings, field)
    return count if count > 0 else None


def _retry_budget(budget: Content | None) -> tuple[float, int] | None:
    if budget is None:
        return None
    percent, count = _DEFAULT_RETRY_BUDGET
    return double(budget, "percent", percent), _limit(budget, "minRetryConcurrency") or count
