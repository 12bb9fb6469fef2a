"""The Sidecar of the root namespace is the mesh's default and selects nobody."""

from __future__ import annotations

from collections.abc import Iterator

from snippet_check.diagnostics import Diagnostic, message_type
from snippet_check.mesh import Mesh

INPUTS = frozenset({"Sidecar"})


def analyze(mesh: Mesh) -> Iterator[Diagnostic]:
    for sidecar in mesh.of_kind("Sidecar"):
        if sidecar.namespace == mesh.root_namespace and "workloadSelector" in sidecar.spec:
            yield message_type("SC0232").at(sidecar.at("spec", "workloadSelector"), namespace=sidecar.namespace)
