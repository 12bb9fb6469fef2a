"""Clusters and endpoints (envoy.config.cluster.v3, envoy.config.endpoint.v3). Durations are seconds; None is unset."""

from __future__ import annotations

from dataclasses import dataclass

from snippet_check.resource import Place


@dataclass(frozen=True, slots=True)
class CircuitBreakers:
    """Default-priority thresholds; None is istiod's "unlimited" (4294967295)."""

    max_connections: int | None = None
    max_pending_requests: int | None = None
    max_requests: int | None = None
    max_retries: int | None = None


@dataclass(frozen=True, slots=True)
class OutlierDetection:
    """envoy.config.cluster.v3.OutlierDetection; a count of 0 is a detector that is switched off."""

    consecutive_5xx: int | None = None
    consecutive_gateway_failure: int | None = None
    split_external_local_origin_errors: bool = False
    consecutive_local_origin_failure: int | None = None
    interval: float | None = None
    base_ejection_time: float | None = None
    max_ejection_percent: int | None = None
    min_health_percent: int | None = None


@dataclass(frozen=True, slots=True)
class TransportSocket:
    """How the proxy speaks to the cluster.

    `mode` is none, auto_mtls (by the endpoint's tlsMode), istio_mutual, simple or mutual.
    """

    mode: str = "none"
    sni: str = ""
    subject_alt_names: tuple[str, ...] = ()
    ca_certificates: str = ""
    credential_name: str = ""
    sources: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One address of a cluster, and the workload behind it."""

    address: str
    port: int
    workload: str = ""
    """"name.namespace" of the workload, "" where nobody in the mesh owns the address."""
    labels: tuple[tuple[str, str], ...] = ()
    tls_mode: str = ""
    healthy: bool = True
    weight: int = 1
    sources: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class LocalityEndpoints:
    """The endpoints of one locality ("region/zone/subzone") and priority."""

    locality: str
    endpoints: tuple[Endpoint, ...]
    priority: int = 0
    load_balancing_weight: int | None = None


@dataclass(frozen=True, slots=True)
class Cluster:
    """envoy.config.cluster.v3.Cluster."""

    name: str
    type: str = "EDS"
    lb_policy: str = "LEAST_REQUEST"
    connect_timeout: float = 10.0
    circuit_breakers: CircuitBreakers = CircuitBreakers()
    max_requests_per_connection: int | None = None
    outlier_detection: OutlierDetection | None = None
    tls: TransportSocket = TransportSocket()
    endpoints: tuple[LocalityEndpoints, ...] = ()
    ring_hash_minimum_ring_size: int | None = None
    maglev_table_size: int | None = None
    slow_start_window: float | None = None
    healthy_panic_threshold: float | None = None
    http2: bool = False
    sources: tuple[Place, ...] = ()
