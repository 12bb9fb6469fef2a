"""Clusters and endpoints (envoy.config.cluster.v3, envoy.config.endpoint.v3). Durations are seconds; None is unset."""

from __future__ import annotations

from dataclasses import dataclass, field

from snippet_check.envoy.metadata import NOT_NOTED, IstioMetadata
from snippet_check.resource import Content, Place

_USABLE = frozenset(("UNKNOWN", "HEALTHY", "DEGRADED"))


@dataclass(frozen=True, slots=True)
class CircuitBreakers:
    """Default-priority thresholds; None is istiod's "unlimited" (4294967295)."""

    max_connections: int | None = None
    max_pending_requests: int | None = None
    max_requests: int | None = None
    max_retries: int | None = None
    retry_budget: tuple[float, int] | None = None
    """Percent of the active requests that may be retries, and how many always may."""


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


@dataclass(frozen=True, slots=True)
class TransportSocket:
    """How the proxy speaks to a cluster: none, auto_mtls (by the endpoint's tlsMode), istio_mutual, simple, mutual.

    Certificates are named, as SDS knows them.
    """

    mode: str = "none"
    sni: str = ""
    auto_sni: bool = False
    """The SNI is the request's authority."""
    auto_san_validation: bool = False
    """The server's certificate must name what the SNI does."""
    subject_alt_names: tuple[str, ...] = ()
    certificate: str = ""
    """What the proxy presents, "" for nothing."""
    root_certificate: str = ""
    """By what the server's certificate is verified; "" where it is not."""
    crl: str = ""
    """The file with the revoked certificates."""
    alpn_protocols: tuple[str, ...] = ()
    ecdh_curves: tuple[str, ...] = ()
    cipher_suites: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TcpKeepalive:
    """envoy.config.core.v3.TcpKeepalive: how many probes, after what silence and how far apart (seconds)."""

    probes: int | None = None
    time: int | None = None
    interval: int | None = None


@dataclass(frozen=True, slots=True)
class SlowStart:
    """Cluster.SlowStartConfig: how long a new endpoint takes to its full share (seconds), and along which curve."""

    window: float
    aggression: float | None = None
    min_weight_percent: float | None = None


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One address of a cluster, and the workload behind it."""

    address: str
    port: int
    workload: str = ""
    """"name.namespace" of the workload, "" where nobody in the mesh owns the address."""
    labels: tuple[tuple[str, str], ...] = ()
    tls_mode: str = ""
    health_status: str = "UNKNOWN"
    weight: int = 1
    sources: tuple[Place, ...] = ()

    @property
    def healthy(self) -> bool:
        """Whether Envoy sends requests to it."""
        return self.health_status in _USABLE


@dataclass(frozen=True, slots=True)
class LocalityEndpoints:
    """The endpoints of one locality ("region/zone/subzone") and priority."""

    locality: str
    endpoints: tuple[Endpoint, ...]
    priority: int = 0
    load_balancing_weight: int | None = None
    """None where nothing is balanced: the proxy's own workload."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """envoy.config.cluster.v3.Cluster."""

    name: str
    type: str = "EDS"
    lb_policy: str = "LEAST_REQUEST"
    connect_timeout: float = 10.0
    circuit_breakers: CircuitBreakers = CircuitBreakers()
    max_requests_per_connection: int | None = None
    max_concurrent_streams: int | None = None
    max_connection_duration: float | None = None
    idle_timeout: float | None = None
    tcp_keepalive: TcpKeepalive | None = None
    outlier_detection: OutlierDetection | None = None
    tls: TransportSocket = TransportSocket()
    proxy_protocol: str = ""
    """The version of the PROXY header sent upstream, "V1" or "V2"; "" for none."""
    endpoints: tuple[LocalityEndpoints, ...] = ()
    ring_hash_minimum_ring_size: int | None = None
    maglev_table_size: int | None = None
    slow_start: SlowStart | None = None
    healthy_panic_threshold: float | None = None
    """Percent of healthy endpoints below which all of them are used; 0 switches that off, None is Envoy's 50."""
    override_host_status: tuple[str, ...] = ()
    """In what health an endpoint may be for a persistent session to keep to it; () is Envoy's default."""
    locality_weighted: bool = False
    http2: bool = False
    """Whether requests go upstream as HTTP/2, whatever they came as."""
    use_downstream_protocol: bool = False
    upstream_port_override: int = 0
    """The port that an original-destination cluster connects to, 0 for the connection's own."""
    dns_lookup_family: str = ""
    """Which addresses of a name count: V4_ONLY, V6_ONLY or ALL; "" for clusters that resolve none."""
    dns_refresh_rate: float | None = None
    dns_cache: str = ""
    """The cache of the names that requests ask for, in a dynamic forward proxy."""
    allows_insecure_options: bool = False
    """Whether a dynamic forward proxy may take a certificate of another name than the one asked for."""
    bind_addresses: tuple[str, ...] = ()
    """The source addresses of connections to the proxy's own workload, by which iptables lets them pass."""
    exchanges_metadata: bool = True
    """Whether the proxies at both ends of a TCP connection tell each other who they are."""
    alt_stat_name: str = ""
    """The name in statistics; "" for the cluster's own."""
    metadata: IstioMetadata = NOT_NOTED
    sources: tuple[Place, ...] = ()
    patched: Content | None = field(default=None, hash=False, repr=False)
    """Envoy's JSON for it where EnvoyFilters made it."""
