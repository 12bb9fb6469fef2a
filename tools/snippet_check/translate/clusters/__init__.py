"""clusters: what a proxy's traffic goes to, with endpoints, from services and DestinationRules."""

from __future__ import annotations

from snippet_check.envoy import Cluster
from snippet_check.mesh.sidecar_scope import SidecarScope
from snippet_check.translate.clusters.context import cluster_context
from snippet_check.translate.clusters.inbound import inbound_clusters
from snippet_check.translate.clusters.outbound import outbound_clusters, sni_clusters
from snippet_check.translate.clusters.special import (
    black_hole_cluster,
    inbound_passthrough_cluster,
    passthrough_cluster,
)


def clusters(scope: SidecarScope, passes_by_sni: bool = False) -> tuple[Cluster, ...]:
    """All clusters of a proxy, in istiod's order. A gateway takes no connections it does not know.

    `passes_by_sni` says whether a gateway has a server of mode AUTO_PASSTHROUGH.
    """
    context = cluster_context(scope)
    outbound = tuple(outbound_clusters(context))
    if scope.proxy.is_router:
        by_sni = sni_clusters(context) if passes_by_sni else ()
        return (*outbound, black_hole_cluster(scope.mesh), *by_sni)
    return (
        *outbound,
        black_hole_cluster(scope.mesh),
        passthrough_cluster(scope.mesh),
        *clusters_to_workload(scope),
    )


def clusters_to_workload(scope: SidecarScope) -> tuple[Cluster, ...]:
    """The clusters by which a sidecar reaches its own workload."""
    return (*inbound_clusters(scope), inbound_passthrough_cluster(scope.mesh, scope.proxy))
