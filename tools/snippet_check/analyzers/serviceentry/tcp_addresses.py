"""A ServiceEntry with TCP ports has addresses, unless the mesh allocates them."""

from __future__ import annotations

from collections.abc import Iterator

from snippet_check.diagnostics import Diagnostic, message_type
from snippet_check.mesh import Mesh
from snippet_check.mesh.content import mapping, mappings, sequence, strings, text

NAME = "serviceentry.Analyzer"
INPUTS = frozenset({"ServiceEntry", "MeshConfig"})


def analyze(mesh: Mesh) -> Iterator[Diagnostic]:
    if _allocates(mesh):
        return
    for entry in mesh.of_kind("ServiceEntry"):
        if "addresses" not in entry.spec and not sequence(mapping(entry.content, "status"), "addresses"):
            for i, port in enumerate(mappings(entry.spec, "ports")):
                if text(port, "protocol").lower() in ("", "tcp"):
                    yield message_type("IST0134").at(entry.at("spec", "ports", i, "name"))


def _allocates(mesh: Mesh) -> bool:
    metadata = strings(mesh.mesh_config, "defaultConfig", "proxyMetadata")
    allocating = ("ISTIO_META_DNS_AUTO_ALLOCATE", "PILOT_ENABLE_IP_AUTOALLOCATE")
    return metadata.get("ISTIO_META_DNS_CAPTURE") == "true" and any(metadata.get(name) == "true" for name in allocating)
