"""Listeners as Envoy's JSON (envoy.config.listener.v3)."""

from __future__ import annotations

from typing import Any

from snippet_check.envoy.as_json.route import route_configuration_as_json
from snippet_check.envoy.as_json.values import duration, socket_address, typed, without_empty
from snippet_check.envoy.listener import (
    Filter,
    FilterChain,
    FilterChainMatch,
    HttpConnectionManager,
    HttpFilter,
    Listener,
    ListenerFilter,
    TcpProxy,
    TlsContext,
)

_NETWORK = "envoy.extensions.filters.network"
_HCM = f"{_NETWORK}.http_connection_manager.v3.HttpConnectionManager"
_HTTP_FILTERS = {
    "envoy.filters.http.router": "envoy.extensions.filters.http.router.v3.Router",
    "envoy.filters.http.fault": "envoy.extensions.filters.http.fault.v3.HTTPFault",
    "envoy.filters.http.cors": "envoy.extensions.filters.http.cors.v3.Cors",
    "envoy.filters.http.grpc_stats": "envoy.extensions.filters.http.grpc_stats.v3.FilterConfig",
}
_LISTENER_FILTERS = {
    "envoy.filters.listener.original_dst": "original_dst.v3.OriginalDst",
    "envoy.filters.listener.tls_inspector": "tls_inspector.v3.TlsInspector",
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
        }
    )
    return fields if listener.bind_to_port else fields | {"bind_to_port": False}


def listener_filter_as_json(listener_filter: ListenerFilter) -> dict[str, Any]:
    if listener_filter.patched is not None:
        return listener_filter.patched
    config = typed(f"envoy.extensions.filters.listener.{_LISTENER_FILTERS[listener_filter.name]}")
    disabled = _any_port(listener_filter.disabled_ports)
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
            "transport_socket": chain.tls and _tls(chain.tls),
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
        return {"name": network_filter.name, "typed_config": _http_connection_manager(config)}
    if isinstance(config, TcpProxy):
        return {"name": network_filter.name, "typed_config": _tcp_proxy(config)}
    return {"name": network_filter.name, "typed_config": dict(network_filter.typed_config)}


def _http_connection_manager(manager: HttpConnectionManager) -> dict[str, Any]:
    return typed(
        _HCM,
        stat_prefix=manager.stat_prefix or "http",
        codec_type="HTTP2" if manager.http2 else None,
        route_config=manager.route_config and route_configuration_as_json(manager.route_config),
        rds=_rds(manager.route_config_name) if manager.route_config is None else None,
        http_filters=[_http_filter(one) for one in manager.http_filters],
        use_remote_address=manager.use_remote_address,
        merge_slashes=manager.merge_slashes,
        path_with_escaped_slashes_action=manager.path_with_escaped_slashes_action,
    ) | {"normalize_path": manager.normalize_path}


def _rds(name: str) -> dict[str, Any]:
    return {
        "route_config_name": name,
        "config_source": {"ads": {}, "initial_fetch_timeout": "0s", "resource_api_version": "V3"},
    }


def _http_filter(one: HttpFilter) -> dict[str, Any]:
    usual = typed(_HTTP_FILTERS[one.name]) if one.name in _HTTP_FILTERS else None
    config = usual if one.typed_config is None else one.typed_config
    return {"name": one.name} if config is None else {"name": one.name, "typed_config": config}


def _tcp_proxy(proxy: TcpProxy) -> dict[str, Any]:
    weighted = [{"name": cluster.name, "weight": cluster.weight} for cluster in proxy.clusters]
    return typed(
        f"{_NETWORK}.tcp_proxy.v3.TcpProxy",
        stat_prefix=proxy.stat_prefix or "tcp",
        cluster=proxy.clusters[0].name if len(weighted) == 1 else None,
        weighted_clusters={"clusters": weighted} if len(weighted) > 1 else None,
        hash_policy=[{"source_ip": {}}] if proxy.hash_source_ip else None,
        idle_timeout=duration(proxy.idle_timeout),
    )


def _tls(context: TlsContext) -> dict[str, Any]:
    """The chain's DownstreamTlsContext with its certificates named, not embedded, as SDS does."""
    return {
        "name": "envoy.transport_sockets.tls",
        "typed_config": typed(
            "envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext",
            require_client_certificate=context.require_client_certificate,
            common_tls_context=without_empty(
                {
                    "alpn_protocols": list(context.alpn),
                    "tls_certificate_sds_secret_configs": [{"name": context.credential_name or "default"}],
                }
            ),
        ),
    }
