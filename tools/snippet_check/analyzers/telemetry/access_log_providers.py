"""Access logging names a provider, or the mesh has a default one."""

from __future__ import annotations

from collections.abc import Iterator

from snippet_check.diagnostics import Diagnostic, message_type
from snippet_check.mesh import Mesh
from snippet_check.mesh.content import mapping, mappings, sequence, truth

NAME = "telemetry.ProviderAnalyzer"
INPUTS = frozenset({"Telemetry", "MeshConfig"})


def analyze(mesh: Mesh) -> Iterator[Diagnostic]:
    if sequence(mapping(mesh.mesh_config, "defaultProviders"), "accessLogging"):
        return
    for telemetry in mesh.of_kind("Telemetry"):
        for i, logging in enumerate(mappings(telemetry.spec, "accessLogging")):
            if not truth(logging, "disabled") and not sequence(logging, "providers"):
                place = telemetry.at("spec", "accessLogging", i)
                yield message_type("IST0157").at(place, reported=(), name=telemetry.name, namespace=telemetry.namespace)
