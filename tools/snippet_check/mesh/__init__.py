"""mesh: one index over all resources, and what Istio resolves from it: hosts, services, workloads, visibility."""

from snippet_check.mesh.mesh import MESH_GATEWAY, ROOT_NAMESPACE, Mesh

__all__ = ["MESH_GATEWAY", "ROOT_NAMESPACE", "Mesh"]
