"""Listeners as Envoy's JSON (envoy.config.listener.v3)."""

from __future__ import annotations

from typing import Any

from snippet_check.envoy.as_json.http_manager import http_manager_as_json
from snippet_check.envoy.as_json.tls import downstream_tls
from snippet_check.envoy.as_json.values import duration, socket_address, typed, without_empty
from snippet_check.envoy.listener import (
    Filter,
    FilterChain,
    FilterChainMatch,
    HttpConnectionManager,
    Listener,
    ListenerFilter,
    TcpProxy,
)

_NETWORK = "envoy.extensions.filters.network"
_ACCEPTED_AT_ONCE = "max_connections_to_accept_per_socket_event"
_TLS_INSPECTOR = "envoy.filters.listener.tls_inspector"
_LISTENER_FILTERS = {
    "envoy.filters.listener.original_dst": "original_dst.v3.OriginalDst",
    _TLS_INSPECTOR: "tls_inspector.v3.TlsInspector",
    "envoy.filters.listener.http_inspector": "http_inspector.v3.HttpInspector",
    "envoy.filters.listener.proxy_protocol": "proxy_protocol.v3.ProxyProtocol",
}


def listener_as_json(listener: Listener) -> dict[str, Any]:
    chains = {
        "filter_chains": [filter_chain_as_json(chain) for chain in listener.filter_chains],
        "default_filter_chain": listener.default_filter_chain and filter_chain_as_json(listener.default_filter_chain),
        "listener_filters": [listener_filter_as_json(one) for one in listener.listener_filters],
    }
    return (listener_fields(listener) if listener.patched is None else listener.patched) | without_empty(chains)


def listener_fields(listener: Listener) -> dict[str, Any]:
    """All of a listener but what it holds lists of."""
    fields = without_empty(
        {
            "name": listener.name,
            "address": socket_address(listener.address, listener.port),
            "additional_addresses": [
                {"address": socket_address(address, listener.port)} for address in listener.additional_addresses
            ],
            "traffic_direction": listener.traffic_direction,
            "use_original_dst": listener.use_original_dst,
            "listener_filters_timeout": duration(listener.listener_filters_timeout),
            "continue_on_listener_filters_timeout": listener.listener_filters_timeout is not None,
        }
    )
    return fields | ({_ACCEPTED_AT_ONCE: 1} if listener.bind_to_port else {"bind_to_port": False})


def listener_filter_as_json(listener_filter: ListenerFilter) -> dict[str, Any]:
    if listener_filter.patched is not None:
        return listener_filter.patched
    config = typed(f"envoy.extensions.filters.listener.{_LISTENER_FILTERS[listener_filter.name]}")
    if listener_filter.name == _TLS_INSPECTOR:
        config["initial_read_buffer_size"] = 512
    disabled = _any_port(listener_filter.disabled_ports)
    if listener_filter.disabled_elsewhere:
        disabled = {"not_match": disabled}
    return without_empty({"name": listener_filter.name, "typed_config": config, "filter_disabled": disabled})


def _any_port(ranges: tuple[tuple[int, int], ...]) -> dict[str, Any] | None:
    """A ListenerFilterChainMatchPredicate; Envoy's ranges end before their `end`."""
    rules = [{"destination_port_range": {"start": first, "end": last + 1}} for first, last in ranges]
    if len(rules) > 1:
        return {"or_match": {"rules": rules}}
    return rules[0] if rules else None


def filter_chain_as_json(chain: FilterChain) -> dict[str, Any]:
    filters = {"filters": [filter_as_json(network_filter) for network_filter in chain.filters]}
    return (filter_chain_fields(chain) if chain.patched is None else chain.patched) | without_empty(filters)


def filter_chain_fields(chain: FilterChain) -> dict[str, Any]:
    """All of a filter chain but its filters."""
    return without_empty(
        {
            "name": chain.name,
            "filter_chain_match": _match(chain.match),
            "transport_socket": chain.tls and downstream_tls(chain.tls),
            "transport_socket_connect_timeout": duration(chain.transport_socket_connect_timeout),
        }
    )


def _match(match: FilterChainMatch) -> dict[str, Any]:
    return without_empty(
        {
            "destination_port": match.destination_port or None,
            "prefix_ranges": [_cidr(block) for block in match.prefix_ranges],
            "source_prefix_ranges": [_cidr(block) for block in match.source_prefix_ranges],
            "server_names": list(match.server_names),
            "transport_protocol": match.transport_protocol,
            "application_protocols": list(match.application_protocols),
        }
    )


def _cidr(block: str) -> dict[str, Any]:
    address, _, length = block.partition("/")
    return {"address_prefix": address, "prefix_len": int(length or (128 if ":" in address else 32))}


def filter_as_json(network_filter: Filter) -> dict[str, Any]:
    config = network_filter.config
    if network_filter.patched is not None:
        return network_filter.patched
    if isinstance(config, HttpConnectionManager):
        return {"name": network_filter.name, "typed_config": http_manager_as_json(config)}
    if isinstance(config, TcpProxy):
        return {"name": network_filter.name, "typed_config": _tcp_proxy(config)}
    return {"name": network_filter.name, "typed_config": dict(network_filter.typed_config)}


def _tcp_proxy(proxy: TcpProxy) -> dict[str, Any]:
    weighted = [{"name": cluster.name, "weight": cluster.weight} for cluster in proxy.clusters]
    return typed(
        f"{_NETWORK}.tcp_proxy.v3.TcpProxy",
        stat_prefix=proxy.stat_prefix or "tcp",
        cluster=proxy.clusters[0].name if len(weighted) == 1 else None,
        weighted_clusters={"clusters": weighted} if len(weighted) > 1 else None,
        hash_policy=[{"source_ip": {}}] if proxy.hash_source_ip else None,
        idle_timeout=duration(proxy.idle_timeout),
        max_downstream_connection_duration=duration(proxy.max_downstream_connection_duration),
        tunneling_config=without_empty({"hostname": proxy.tunnel_host, "use_post": proxy.tunnel_by_post}),
    )
