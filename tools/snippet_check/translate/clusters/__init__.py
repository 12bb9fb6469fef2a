"""clusters: what a proxy's traffic goes to, with endpoints, from services and DestinationRules."""

from __future__ import annotations

from snippet_check.envoy import Cluster
from snippet_check.mesh.sidecar_scope import SidecarScope
from snippet_check.translate.clusters.context import cluster_context
from snippet_check.translate.clusters.inbound import inbound_clusters
from snippet_check.translate.clusters.outbound import outbound_clusters
from snippet_check.translate.clusters.special import (
    black_hole_cluster,
    inbound_passthrough_cluster,
    passthrough_cluster,
)


def clusters(scope: SidecarScope) -> tuple[Cluster, ...]:
    """All clusters of a proxy, in istiod's order. A gateway takes no connections it does not know."""
    context = cluster_context(scope)
    outbound = tuple(outbound_clusters(context))
    if scope.proxy.is_router:
        return (*outbound, black_hole_cluster(scope.mesh))
    return (
        *outbound,
        black_hole_cluster(scope.mesh),
        passthrough_cluster(scope.mesh),
        *inbound_clusters(scope),
        inbound_passthrough_cluster(scope.mesh),
    )
