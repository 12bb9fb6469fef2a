"""Tracing does not go to a provider of the deprecated type lightstep."""

from __future__ import annotations

from collections.abc import Iterator

from snippet_check.diagnostics import Diagnostic, message_type
from snippet_check.mesh import Mesh
from snippet_check.mesh.content import mappings, text

NAME = "telemetry.LightstepAnalyzer"
INPUTS = frozenset({"Telemetry", "MeshConfig"})


def analyze(mesh: Mesh) -> Iterator[Diagnostic]:
    # Of two providers of one name Istio keeps the later.
    providers = {text(provider, "name"): provider for provider in mappings(mesh.mesh_config, "extensionProviders")}
    deprecated = frozenset(name for name, provider in providers.items() if "lightstep" in provider)
    if not deprecated:
        return
    for telemetry in mesh.of_kind("Telemetry"):
        for i, tracing in enumerate(mappings(telemetry.spec, "tracing")):
            for j, provider in enumerate(mappings(tracing, "providers")):
                if (name := text(provider, "name")) in deprecated:
                    place = telemetry.at("spec", "tracing", i, "providers", j, "name")
                    yield message_type("IST0002").at(place, reported=(), subject=name, advice="opentelemetry")
