"""Everything istiod pushes to one proxy."""

from __future__ import annotations

from collections.abc import Iterable

from snippet_check.envoy import HttpConnectionManager, Listener, Snapshot
from snippet_check.load.garbage import without_garbage_collection
from snippet_check.mesh.discovery import discovered
from snippet_check.mesh.merged_gateway import MergedGateway, merged_gateway
from snippet_check.mesh.mesh import Mesh
from snippet_check.mesh.proxy import Proxy
from snippet_check.mesh.sidecar_scope import SidecarScope, sidecar_scope
from snippet_check.translate.clusters import clusters, clusters_to_workload
from snippet_check.translate.clusters.special import black_hole_cluster
from snippet_check.translate.envoy_filters.clusters import patched_clusters, patched_sidecar_clusters
from snippet_check.translate.envoy_filters.listeners import patched_listeners
from snippet_check.translate.envoy_filters.matches import RouteScope
from snippet_check.translate.envoy_filters.patches import GATEWAY, INBOUND, OUTBOUND, Patches, patches
from snippet_check.translate.envoy_filters.routes import patched_routes, with_patched_inline_routes
from snippet_check.translate.listeners.gateway import gateway_listeners
from snippet_check.translate.listeners.inbound import inbound_listeners
from snippet_check.translate.listeners.outbound import outbound_listeners
from snippet_check.translate.routes.gateway import gateway_routes
from snippet_check.translate.routes.outbound import outbound_routes


def translate(mesh: Mesh, proxy: Proxy) -> Snapshot:
    """The listeners, routes and clusters with their endpoints that istiod gives to one proxy of a mesh."""
    with without_garbage_collection():
        scope = sidecar_scope(discovered(mesh), proxy)
        return _of_router(scope) if proxy.is_router else _of_sidecar(scope)


def translate_inbound(mesh: Mesh, proxy: Proxy) -> Snapshot:
    """The part of a sidecar's configuration that lets calls in to its own workload."""
    with without_garbage_collection():
        scope = sidecar_scope(discovered(mesh), proxy)
        changes = patches(scope.mesh, scope.proxy)
        own = (black_hole_cluster(scope.mesh), *clusters_to_workload(scope))
        listeners = _inbound_listeners(scope, changes)
        return Snapshot(proxy.id, listeners, (), patched_sidecar_clusters(own, changes, scope))


def _inbound_listeners(scope: SidecarScope, changes: Patches) -> tuple[Listener, ...]:
    inbound = with_patched_inline_routes(inbound_listeners(scope), changes, RouteScope(INBOUND))
    return patched_listeners(inbound, changes, INBOUND)


def _of_sidecar(scope: SidecarScope) -> Snapshot:
    changes = patches(scope.mesh, scope.proxy)
    outbound = patched_listeners(outbound_listeners(scope), changes, OUTBOUND)
    listeners = (*outbound, *_inbound_listeners(scope, changes))
    routes = patched_routes(outbound_routes(scope, route_names(listeners)), changes, RouteScope(OUTBOUND))
    return Snapshot(scope.proxy.id, listeners, routes, patched_sidecar_clusters(clusters(scope), changes, scope))


def _of_router(scope: SidecarScope) -> Snapshot:
    changes = patches(scope.mesh, scope.proxy)
    merged = merged_gateway(scope.mesh, scope.proxy)
    listeners = patched_listeners(gateway_listeners(scope, merged), changes, GATEWAY)
    routes = gateway_routes(scope, merged, route_names(listeners))
    own_clusters = clusters(scope, passes_by_sni=_passes_by_sni(merged))
    return Snapshot(
        scope.proxy.id,
        listeners,
        patched_routes(routes, changes, RouteScope(GATEWAY, merged.service_ports())),
        patched_clusters(own_clusters, changes, GATEWAY, {}),
    )


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
