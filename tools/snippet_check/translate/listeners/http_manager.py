"""HTTP connection managers and their filters, in the order in which istiod puts them.

Source: Istio 1.30 pilot/pkg/networking/core/listener_builder.go (buildHTTPConnectionManager).
"""

from __future__ import annotations

from snippet_check.envoy import Filter, HttpConnectionManager, HttpFilter, RouteConfiguration
from snippet_check.mesh.content import mapping, text
from snippet_check.mesh.mesh import Mesh
from snippet_check.mesh.protocol import Protocol

HTTP_CONNECTION_MANAGER = "envoy.filters.network.http_connection_manager"
_METADATA_EXCHANGE = "istio.metadata_exchange"
_GRPC_WEB = "envoy.filters.http.grpc_web"
_GRPC_STATS = "envoy.filters.http.grpc_stats"
_ALPN = "istio.alpn"
_PER_ROUTE = ("envoy.filters.http.fault", "envoy.filters.http.cors")
_ROUTER = "envoy.filters.http.router"


def http_manager(
    mesh: Mesh,
    stat_prefix: str,
    routes: str | RouteConfiguration,
    inbound: bool = False,
    protocol: Protocol = Protocol.HTTP,
    at_edge: bool = False,
) -> Filter:
    """The filter of an HTTP chain, with its routes by name or inline; a gateway is at the edge of the mesh."""
    normalization = text(mapping(mesh.mesh_config, "pathNormalization"), "normalization") or "DEFAULT"
    merges = normalization in ("MERGE_SLASHES", "DECODE_AND_MERGE_SLASHES")
    decodes = normalization == "DECODE_AND_MERGE_SLASHES"
    manager = HttpConnectionManager(
        route_config_name=routes if isinstance(routes, str) else "",
        route_config=None if isinstance(routes, str) else routes,
        stat_prefix=stat_prefix,
        http_filters=_http_filters(inbound, protocol),
        normalize_path=normalization != "NONE",
        merge_slashes=merges,
        use_remote_address=at_edge,
        path_with_escaped_slashes_action="UNESCAPE_AND_FORWARD" if decodes else "KEEP_UNCHANGED",
    )
    return Filter(HTTP_CONNECTION_MANAGER, manager)


def _http_filters(inbound: bool, protocol: Protocol) -> tuple[HttpFilter, ...]:
    grpc_web = (_GRPC_WEB,) if protocol is Protocol.GRPC_WEB else ()
    alpn = () if inbound else (_ALPN,)
    names = (_METADATA_EXCHANGE, *grpc_web, _GRPC_STATS, *alpn, *_PER_ROUTE, _ROUTER)
    return tuple(HttpFilter(name) for name in names)
