"""Who a workload is, as its certificate says (Istio: pkg/spiffe)."""

from __future__ import annotations

from snippet_check.mesh.content import text
from snippet_check.mesh.mesh import Mesh


def identity(mesh: Mesh, namespace: str, account: str) -> str:
    """The SPIFFE identity of a service account."""
    return f"spiffe://{trust_domain(mesh)}/ns/{namespace}/sa/{account}"


def trust_domain(mesh: Mesh) -> str:
    """The domain of the identities of the mesh's workloads."""
    return text(mesh.mesh_config, "trustDomain") or "cluster.local"
