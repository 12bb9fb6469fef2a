"""HTTP connection managers and their filters, in the order in which istiod puts them.

Source: Istio 1.30 pilot/pkg/networking/core/listener_builder.go (buildHTTPConnectionManager).
"""

from __future__ import annotations

from dataclasses import replace

from snippet_check.envoy import Filter, HttpConnectionManager, HttpFilter, ListenerClass, RouteConfiguration
from snippet_check.envoy.as_json.dns_cache import dns_cache_config
from snippet_check.envoy.as_json.metadata_exchange import METADATA_EXCHANGE
from snippet_check.envoy.as_json.values import typed, typed_struct
from snippet_check.mesh.content import mapping, number, text
from snippet_check.mesh.protocol import Protocol
from snippet_check.mesh.sidecar_scope import SidecarScope
from snippet_check.resource import Content

HTTP_CONNECTION_MANAGER = "envoy.filters.network.http_connection_manager"
_GRPC_WEB = "envoy.filters.http.grpc_web"
_GRPC_STATS = "envoy.filters.http.grpc_stats"
_ALPN = "istio.alpn"
_CLIENT_CERT_DETAILS = {
    ListenerClass.SIDECAR_INBOUND: "APPEND_FORWARD",
    ListenerClass.SIDECAR_OUTBOUND: "",
    ListenerClass.GATEWAY: "SANITIZE_SET",
}
_PER_ROUTE = ("envoy.filters.http.fault", "envoy.filters.http.cors")
_FORWARD_PROXY = "envoy.filters.http.dynamic_forward_proxy"
_FORWARD_PROXY_TYPE = "envoy.extensions.filters.http.dynamic_forward_proxy.v3.FilterConfig"
_ROUTER = "envoy.filters.http.router"
_FOUND_BY: list[Content] = [{"istio_headers": {}}, {"workload_discovery": {}}]
_TOLD_BY: list[Content] = [{"istio_headers": {}}]


def _peer_metadata(way: str) -> HttpFilter:
    """The filter that learns about the peers of one way, "upstream" or "downstream", and tells them of this proxy."""
    value = {f"{way}_discovery": _FOUND_BY, f"{way}_propagation": _TOLD_BY}
    return HttpFilter(METADATA_EXCHANGE, typed_struct("io.istio.http.peer_metadata.Config", value))


_PEERS = {True: _peer_metadata("downstream"), False: _peer_metadata("upstream")}


def http_manager(
    scope: SidecarScope,
    stat_prefix: str,
    routes: str | RouteConfiguration,
    listener_class: ListenerClass = ListenerClass.SIDECAR_OUTBOUND,
    protocol: Protocol = Protocol.HTTP,
    dns_cache: str = "",
) -> Filter:
    """The filter of an HTTP chain, with its routes by name or inline; `dns_cache` is that of a wildcard's requests."""
    mesh_config = scope.mesh.mesh_config
    at_edge = listener_class is ListenerClass.GATEWAY
    topology = mapping(mesh_config, "defaultConfig", "gatewayTopology") if at_edge else {}
    manager = HttpConnectionManager(
        route_config_name=routes if isinstance(routes, str) else "",
        route_config=None if isinstance(routes, str) else routes,
        stat_prefix=stat_prefix,
        http_filters=_http_filters(listener_class, protocol, dns_cache),
        use_remote_address=at_edge,
        listener_class=listener_class,
        forward_client_cert_details=text(topology, "forwardClientCertDetails") or _CLIENT_CERT_DETAILS[listener_class],
        xff_num_trusted_hops=number(topology, "numTrustedProxies"),
        accept_http_10=scope.proxy.metadata.get("HTTP10") == "1",
    )
    normalization = text(mapping(mesh_config, "pathNormalization"), "normalization")
    return Filter(HTTP_CONNECTION_MANAGER, _with_path_normalization(manager, normalization))


def _with_path_normalization(manager: HttpConnectionManager, normalization: str) -> HttpConnectionManager:
    """The manager with what MeshConfig asks to be done to paths before they are matched."""
    decodes = normalization == "DECODE_AND_MERGE_SLASHES"
    return replace(
        manager,
        normalize_path=normalization != "NONE",
        merge_slashes=decodes or normalization == "MERGE_SLASHES",
        path_with_escaped_slashes_action="UNESCAPE_AND_FORWARD" if decodes else "KEEP_UNCHANGED",
    )


def _http_filters(listener_class: ListenerClass, protocol: Protocol, dns_cache: str) -> tuple[HttpFilter, ...]:
    inbound = listener_class is ListenerClass.SIDECAR_INBOUND
    grpc_web = (_GRPC_WEB,) if protocol is Protocol.GRPC_WEB else ()
    alpn = () if inbound else (_ALPN,)
    forward = (HttpFilter(_FORWARD_PROXY, _forward_proxy(dns_cache)),) if dns_cache else ()
    names = (*grpc_web, _GRPC_STATS, *alpn, *_PER_ROUTE)
    return (_PEERS[inbound], *(HttpFilter(name) for name in names), *forward, HttpFilter(_ROUTER))


def _forward_proxy(dns_cache: str) -> Content:
    """Resolves the name that a request asks for."""
    return typed(_FORWARD_PROXY_TYPE, dns_cache_config=dns_cache_config(dns_cache))
