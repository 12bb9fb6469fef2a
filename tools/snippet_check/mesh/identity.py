"""Who a workload is, as its certificate says (Istio: pkg/spiffe)."""

from __future__ import annotations

from snippet_check.mesh.content import text
from snippet_check.mesh.mesh import Mesh


def identity(mesh: Mesh, namespace: str, account: str) -> str:
    """The SPIFFE identity of a service account."""
    return f"spiffe://{text(mesh.mesh_config, 'trustDomain') or 'cluster.local'}/ns/{namespace}/sa/{account}"
