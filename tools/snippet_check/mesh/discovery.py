"""MeshConfig.discoverySelectors: the namespaces that istiod looks at.

Source: Istio 1.30 pkg/kube/namespace (DiscoveryNamespacesFilter).
"""

from __future__ import annotations

from snippet_check.mesh.content import mappings, strings
from snippet_check.mesh.label_selectors import label_selector_selects
from snippet_check.mesh.mesh import Mesh


def discovered(mesh: Mesh) -> Mesh:
    """What istiod sees of a cluster: all of it, or only the namespaces that a selector selects."""
    return mesh.once(_discovered)


def _discovered(mesh: Mesh) -> Mesh:
    selectors = mappings(mesh.mesh_config, "discoverySelectors")
    if not selectors:
        return mesh
    seen = {""} | {
        namespace.name
        for namespace in mesh.of_kind("Namespace")
        if any(label_selector_selects(one, strings(namespace.metadata, "labels")) for one in selectors)
    }
    resources = (one for kind in sorted(mesh.kinds) for one in mesh.of_kind(kind) if one.namespace in seen)
    return Mesh(resources, mesh.mesh_config, mesh.istio_namespace, mesh.mesh_networks, mesh.now)
