"""Listeners, filter chains and filters out of Envoy's JSON."""

from __future__ import annotations

from dataclasses import replace

from snippet_check.envoy.as_json.listener import filter_as_json, filter_chain_fields
from snippet_check.envoy.as_json.route import route_configuration_as_json
from snippet_check.envoy.from_json.route import route_configuration
from snippet_check.envoy.from_json.values import nested, seconds
from snippet_check.envoy.listener import (
    Filter,
    FilterChain,
    FilterChainMatch,
    HttpConnectionManager,
    HttpFilter,
    Listener,
    ListenerFilter,
    TcpProxy,
)
from snippet_check.envoy.messages import type_name
from snippet_check.envoy.route import WeightedCluster
from snippet_check.envoy.tls import TlsContext
from snippet_check.resource import Content, Place

_NETWORK = "envoy.extensions.filters.network"
_HTTP_CONNECTION_MANAGER = f"{_NETWORK}.http_connection_manager.v3.HttpConnectionManager"
_TCP_PROXY = f"{_NETWORK}.tcp_proxy.v3.TcpProxy"
_RAW_BUFFER = "envoy.transport_sockets.raw_buffer"
_HELD = frozenset(("filter_chains", "default_filter_chain", "listener_filters"))


def listener(content: Content, sources: tuple[Place, ...], base: Listener | None = None) -> Listener:
    """A listener; its chains and listener filters are those of its base and, behind them, its own."""
    address = nested(content, "address", "socket_address")
    read = Listener(
        content.get("name", ""),
        address.get("address", ""),
        address.get("port_value", 0),
        (),
        bind_to_port=content.get("bind_to_port", True),
        use_original_dst=content.get("use_original_dst", False),
        traffic_direction=content.get("traffic_direction", "UNSPECIFIED"),
        additional_addresses=tuple(
            nested(one, "address", "socket_address").get("address", "")
            for one in content.get("additional_addresses", ())
        ),
        sources=sources,
        patched={name: value for name, value in content.items() if name not in _HELD},
    )
    default = content.get("default_filter_chain")
    old_default = base.default_filter_chain if base else None
    return replace(
        read,
        filter_chains=(
            *(base.filter_chains if base else ()),
            *(filter_chain(one, sources) for one in content.get("filter_chains", ())),
        ),
        default_filter_chain=old_default if default is None else filter_chain(default, sources, old_default),
        listener_filters=(
            *(base.listener_filters if base else ()),
            *(listener_filter(one) for one in content.get("listener_filters", ())),
        ),
    )


def listener_filter(content: Content) -> ListenerFilter:
    """A listener filter; of the conditions that switch it off, ports are read."""
    disabled = content.get("filter_disabled", {})
    elsewhere = "not_match" in disabled
    disabled = disabled.get("not_match", disabled)
    rules = nested(disabled, "or_match").get("rules", [disabled])
    ranges = (rule["destination_port_range"] for rule in rules if "destination_port_range" in rule)
    ports = tuple((one.get("start", 0), one.get("end", 0) - 1) for one in ranges)
    return ListenerFilter(content.get("name", ""), ports, elsewhere, content)


def filter_chain(content: Content, sources: tuple[Place, ...], base: FilterChain | None = None) -> FilterChain:
    """A filter chain; its filters are those of its base and, behind them, its own."""
    before = filter_chain_fields(base) if base else {}
    socket = content.get("transport_socket")
    own = tuple(network_filter(one, sources) for one in content.get("filters", ()))
    return FilterChain(
        (*(base.filters if base else ()), *own),
        _match(nested(content, "filter_chain_match")),
        content.get("name", ""),
        base.tls if base and before.get("transport_socket") == socket else _tls(socket),
        sources,
        patched={name: value for name, value in content.items() if name != "filters"},
    )


def network_filter(content: Content, sources: tuple[Place, ...], base: Filter | None = None) -> Filter:
    config = content.get("typed_config", {})
    old = filter_as_json(base) if base else {}
    if base and old.get("typed_config") == config:
        return replace(base, name=content.get("name", ""), patched=content)
    read: HttpConnectionManager | TcpProxy | None = None
    if type_name(config) == _HTTP_CONNECTION_MANAGER:
        read = _http_connection_manager(config, sources, base.config if base else None)
    elif type_name(config) == _TCP_PROXY:
        read = _tcp_proxy(config, sources, base.config if base else None)
    return Filter(content.get("name", ""), read, () if read else tuple(config.items()), content)


def _http_connection_manager(
    content: Content, sources: tuple[Place, ...], base: HttpConnectionManager | TcpProxy | None
) -> HttpConnectionManager:
    old = base.route_config if isinstance(base, HttpConnectionManager) else None
    inline = content.get("route_config")
    if inline is not None:
        unchanged = old is not None and route_configuration_as_json(old) == inline
        inline = old if unchanged else route_configuration(inline, sources)
    filters = (HttpFilter(one.get("name", ""), one.get("typed_config")) for one in content.get("http_filters", ()))
    return HttpConnectionManager(
        route_config_name=nested(content, "rds").get("route_config_name", ""),
        route_config=inline,
        stat_prefix=content.get("stat_prefix", ""),
        http_filters=tuple(filters),
        normalize_path=content.get("normalize_path", False),
        merge_slashes=content.get("merge_slashes", False),
        path_with_escaped_slashes_action=content.get("path_with_escaped_slashes_action", "KEEP_UNCHANGED"),
        http2=content.get("codec_type") == "HTTP2",
        use_remote_address=content.get("use_remote_address", False),
    )


def _tcp_proxy(content: Content, sources: tuple[Place, ...], base: HttpConnectionManager | TcpProxy | None) -> TcpProxy:
    old = {cluster.name: cluster.sources for cluster in base.clusters} if isinstance(base, TcpProxy) else {}
    weighted = [
        (one.get("name", ""), one.get("weight", 0)) for one in nested(content, "weighted_clusters").get("clusters", ())
    ]
    if "cluster" in content:
        weighted = [(content["cluster"], 100)]
    tunnel = nested(content, "tunneling_config")
    return TcpProxy(
        clusters=tuple(WeightedCluster(name, weight, sources=old.get(name, sources)) for name, weight in weighted),
        stat_prefix=content.get("stat_prefix", ""),
        hash_source_ip=any("source_ip" in policy for policy in content.get("hash_policy", ())),
        idle_timeout=seconds(content, "idle_timeout"),
        max_downstream_connection_duration=seconds(content, "max_downstream_connection_duration"),
        tunnel_host=tunnel.get("hostname", ""),
        tunnel_by_post=tunnel.get("use_post", False),
    )


def _match(content: Content) -> FilterChainMatch:
    return FilterChainMatch(
        destination_port=content.get("destination_port", 0),
        prefix_ranges=tuple(map(_cidr, content.get("prefix_ranges", ()))),
        server_names=tuple(content.get("server_names", ())),
        transport_protocol=content.get("transport_protocol", ""),
        application_protocols=tuple(content.get("application_protocols", ())),
        source_prefix_ranges=tuple(map(_cidr, content.get("source_prefix_ranges", ()))),
    )


def _cidr(content: Content) -> str:
    return f"{content.get('address_prefix', '')}/{content.get('prefix_len', 0)}"


def _tls(socket: Content | None) -> TlsContext | None:
    """What a transport socket asks of a client; whatever is not raw is taken for TLS."""
    if socket is None or socket.get("name") == _RAW_BUFFER:
        return None
    config = nested(socket, "typed_config")
    common = nested(config, "common_tls_context")
    secrets = common.get("tls_certificate_sds_secret_configs", ())
    needs_client = bool(config.get("require_client_certificate"))
    return TlsContext(
        "MUTUAL" if needs_client else "SIMPLE",
        needs_client,
        tuple(one.get("name", "") for one in secrets),
        tuple(common.get("alpn_protocols", ())),
    )
