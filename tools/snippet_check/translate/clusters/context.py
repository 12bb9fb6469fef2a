"""For whom clusters are made."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from snippet_check.mesh.mesh import Mesh
from snippet_check.mesh.peer_authentication import PeerAuthentications, peer_authentications
from snippet_check.mesh.proxy import Proxy
from snippet_check.mesh.registry import Registry, registry
from snippet_check.mesh.sidecar_scope import SidecarScope
from snippet_check.mesh.workloads import workloads


class ClusterContext(NamedTuple):
    """A proxy's view of the mesh, and where the proxy stands in it."""

    scope: SidecarScope
    registry: Registry
    peer_authentications: PeerAuthentications
    locality: str
    """The proxy's own, "region/zone/subzone"."""
    labels: Mapping[str, str]
    """The proxy's own, with the topology labels that istiod adds."""
    node: str

    @property
    def mesh(self) -> Mesh:
        return self.scope.mesh

    @property
    def proxy(self) -> Proxy:
        return self.scope.proxy


def cluster_context(scope: SidecarScope) -> ClusterContext:
    """What clusters for a scope's proxy are made from."""
    mesh, proxy = scope.mesh, scope.proxy
    own = mesh.once(workloads).pods.get((proxy.namespace, proxy.name))
    labels = {**proxy.labels, **(own.labels if own else {})}
    locality = own.locality if own and own.locality else proxy.locality
    return ClusterContext(scope, registry(mesh), peer_authentications(mesh), locality, labels, own.node if own else "")
