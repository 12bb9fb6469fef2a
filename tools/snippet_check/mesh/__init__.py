"""mesh: one index over all resources, and what Istio resolves from it: hosts, services, workloads, visibility."""

from snippet_check.mesh.mesh import Mesh

__all__ = ["Mesh"]
