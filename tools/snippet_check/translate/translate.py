"""Everything istiod pushes to one proxy."""

from __future__ import annotations

from collections.abc import Iterable

from snippet_check.envoy import HttpConnectionManager, Listener, Snapshot
from snippet_check.mesh.discovery import discovered
from snippet_check.mesh.mesh import Mesh
from snippet_check.mesh.proxy import Proxy
from snippet_check.mesh.sidecar_scope import sidecar_scope
from snippet_check.translate.clusters import clusters
from snippet_check.translate.gateways.merged import MergedGateway, merged_gateway
from snippet_check.translate.listeners.gateway import gateway_listeners
from snippet_check.translate.listeners.inbound import inbound_listeners
from snippet_check.translate.listeners.outbound import outbound_listeners
from snippet_check.translate.routes.gateway import gateway_routes
from snippet_check.translate.routes.outbound import outbound_routes


def translate(mesh: Mesh, proxy: Proxy) -> Snapshot:
    """The listeners, routes and clusters with their endpoints that istiod gives to one proxy of a mesh."""
    scope = sidecar_scope(discovered(mesh), proxy)
    if proxy.is_router:
        merged = merged_gateway(scope.mesh, proxy)
        listeners = gateway_listeners(scope, merged)
        routes = gateway_routes(scope, merged, route_names(listeners))
        own_clusters = clusters(scope, passes_by_sni=_passes_by_sni(merged))
    else:
        listeners = (*outbound_listeners(scope), *inbound_listeners(scope))
        routes = outbound_routes(scope, route_names(listeners))
        own_clusters = clusters(scope)
    return Snapshot(proxy.id, listeners, routes, own_clusters)


def _passes_by_sni(merged: MergedGateway) -> bool:
    return any(one.tls_mode == "AUTO_PASSTHROUGH" for port in merged.ports.values() for one in port.servers)


def route_names(listeners: Iterable[Listener]) -> tuple[str, ...]:
    """The route configurations that listeners ask for by name, each once."""
    names = (
        one.config.route_config_name
        for listener in listeners
        for chain in (*listener.filter_chains, listener.default_filter_chain)
        if chain is not None
        for one in chain.filters
        if isinstance(one.config, HttpConnectionManager) and one.config.route_config is None
    )
    return tuple(dict.fromkeys(names))
