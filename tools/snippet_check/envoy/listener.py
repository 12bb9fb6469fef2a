"""Listeners and filter chains (envoy.config.listener.v3)."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from snippet_check.envoy.route import RouteConfiguration, WeightedCluster
from snippet_check.envoy.tls import TlsContext
from snippet_check.resource import Content, Place


@dataclass(frozen=True, slots=True)
class FilterChainMatch:
    """envoy.config.listener.v3.FilterChainMatch; an empty field matches anything."""

    destination_port: int = 0
    prefix_ranges: tuple[str, ...] = ()
    """CIDR blocks of the destination address."""
    server_names: tuple[str, ...] = ()
    transport_protocol: str = ""
    """"tls", "raw_buffer" or ""."""
    application_protocols: tuple[str, ...] = ()
    source_prefix_ranges: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HttpFilter:
    """envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter; None is its usual configuration."""

    name: str
    typed_config: Content | None = field(default=None, hash=False)


class ListenerClass(Enum):
    """Which way the requests of a listener go (Istio pilot/pkg/networking/networking.go, ListenerClass)."""

    SIDECAR_INBOUND = "sidecar inbound"
    SIDECAR_OUTBOUND = "sidecar outbound"
    GATEWAY = "gateway"


@dataclass(frozen=True, slots=True)
class HttpConnectionManager:
    """envoy.extensions.filters.network.http_connection_manager.v3; routes by name (RDS) or inline."""

    route_config_name: str = ""
    route_config: RouteConfiguration | None = None
    stat_prefix: str = ""
    http_filters: tuple[HttpFilter, ...] = ()
    normalize_path: bool = True
    merge_slashes: bool = False
    path_with_escaped_slashes_action: str = "KEEP_UNCHANGED"
    http2: bool = False
    use_remote_address: bool = False
    """Whether the client's address, and not its X-Forwarded headers, says where a request comes from: at the edge."""
    listener_class: ListenerClass = ListenerClass.SIDECAR_OUTBOUND
    forward_client_cert_details: str = ""
    """What becomes of X-Forwarded-Client-Cert; "" is Envoy's SANITIZE."""
    xff_num_trusted_hops: int = 0
    """How many proxies in front are believed about X-Forwarded-For."""
    accept_http_10: bool = False


@dataclass(frozen=True, slots=True)
class TcpProxy:
    """envoy.extensions.filters.network.tcp_proxy.v3."""

    clusters: tuple[WeightedCluster, ...]
    stat_prefix: str = ""
    hash_source_ip: bool = False
    idle_timeout: float | None = None
    max_downstream_connection_duration: float | None = None
    tunnel_host: str = ""
    """The "host:port" that an HTTP proxy upstream is asked to connect to; "" where the bytes go as they are."""
    tunnel_by_post: bool = False
    """Whether it is asked with POST, not with CONNECT."""


@dataclass(frozen=True, slots=True)
class Filter:
    """A network filter: its name and its configuration; only the last of a chain is a HCM or a TCP proxy."""

    name: str
    config: HttpConnectionManager | TcpProxy | None = None
    typed_config: tuple[tuple[str, Any], ...] = field(default=(), hash=False)
    patched: Content | None = field(default=None, hash=False, repr=False)
    """Envoy's JSON for it where EnvoyFilters made it."""


@dataclass(frozen=True, slots=True)
class FilterChain:
    """envoy.config.listener.v3.FilterChain."""

    filters: tuple[Filter, ...]
    match: FilterChainMatch = FilterChainMatch()
    name: str = ""
    tls: TlsContext | None = None
    sources: tuple[Place, ...] = ()
    transport_socket_connect_timeout: float | None = None
    """How long a handshake may take, in seconds."""
    patched: Content | None = field(default=None, hash=False, repr=False)
    """Envoy's JSON for all but the filters, where EnvoyFilters made it."""


@dataclass(frozen=True, slots=True)
class ListenerFilter:
    """envoy.config.listener.v3.ListenerFilter: what looks at a connection before a filter chain is chosen."""

    name: str
    disabled_ports: tuple[tuple[int, int], ...] = ()
    """filter_disabled: ranges of destination ports, first and last, on whose connections it does not look."""
    disabled_elsewhere: bool = False
    """Whether it looks at connections to these ports, and at no others."""
    patched: Content | None = field(default=None, hash=False, repr=False)
    """Envoy's JSON for it where EnvoyFilters made it."""

    def is_disabled(self, port: int) -> bool:
        """Whether it does not look at connections to a port."""
        return any(first <= port <= last for first, last in self.disabled_ports) is not self.disabled_elsewhere


@dataclass(frozen=True, slots=True)
class Listener:
    """envoy.config.listener.v3.Listener. Without bind_to_port it gets connections handed over by virtualOutbound."""

    name: str
    address: str
    port: int
    filter_chains: tuple[FilterChain, ...]
    default_filter_chain: FilterChain | None = None
    bind_to_port: bool = True
    use_original_dst: bool = False
    traffic_direction: str = "OUTBOUND"
    listener_filters: tuple[ListenerFilter, ...] = ()
    listener_filters_timeout: float | None = None
    """How long listener filters may wait, in seconds, before the connection goes on without them; 0 is for ever."""
    additional_addresses: tuple[str, ...] = ()
    sources: tuple[Place, ...] = ()
    patched: Content | None = field(default=None, hash=False, repr=False)
    """Envoy's JSON for all but filter chains and listener filters, where EnvoyFilters made it."""
