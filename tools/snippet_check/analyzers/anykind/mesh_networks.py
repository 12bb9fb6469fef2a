"""The endpoints of a mesh network come from a registry that exists."""

from __future__ import annotations

from collections.abc import Iterator

from snippet_check.diagnostics import Diagnostic, message_type
from snippet_check.mesh import Mesh
from snippet_check.mesh.content import mapping, mappings, text
from snippet_check.mesh.labels import labels
from snippet_check.resource import Document, GroupVersionKind, Resource

NAME = "meshnetworks.MeshNetworksAnalyzer"
INPUTS = frozenset({"MeshNetworks", "Secret"})

_REGISTRIES = frozenset(("Mock", "Kubernetes", "External"))
_MESH_NETWORKS = GroupVersionKind("", "v1alpha1", "MeshNetworks")


def analyze(mesh: Mesh) -> Iterator[Diagnostic]:
    networks = mapping(mesh.mesh_networks, "networks")
    if not networks:
        return
    registries = _REGISTRIES | _remote_clusters(mesh)
    resource = Resource(_MESH_NETWORKS, "meshnetworks", mesh.root_namespace, mesh.mesh_networks, Document("", 0, ""))
    for name, network in networks.items():
        for i, endpoint in enumerate(mappings(network, "endpoints")):
            if "fromRegistry" in endpoint and (registry := text(endpoint, "fromRegistry")) not in registries:
                place = resource.at("networks", name, "endpoints", i)
                yield message_type("IST0126").at(place, registry=registry, network=name)


def _remote_clusters(mesh: Mesh) -> frozenset[str]:
    """The clusters that istiod may read: the data keys of its remote secrets."""
    return frozenset(
        cluster
        for secret in mesh.of_kind("Secret")
        if labels(secret).get("istio/multiCluster") == "true"
        for cluster in mapping(secret.content, "data")
    )
