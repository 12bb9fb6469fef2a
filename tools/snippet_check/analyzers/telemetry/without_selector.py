"""At most one Telemetry of a namespace goes without a selector."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from snippet_check.diagnostics import Diagnostic, message_type
from snippet_check.mesh import Mesh
from snippet_check.resource import Resource

NAME = "telemetry.DefaultSelectorAnalyzer"
INPUTS = frozenset({"Telemetry"})


def analyze(mesh: Mesh) -> Iterator[Diagnostic]:
    of_namespace: dict[str, list[Resource]] = defaultdict(list)
    for telemetry in mesh.of_kind("Telemetry"):
        # An empty selector counts as one, targetRefs do not.
        if "selector" not in telemetry.spec:
            of_namespace[telemetry.namespace].append(telemetry)
    for namespace, telemetries in of_namespace.items():
        if len(telemetries) > 1:
            names = ", ".join(sorted(telemetry.name for telemetry in telemetries))
            for telemetry in telemetries:
                place = telemetry.at("metadata", "name")
                yield message_type("IST0160").at(place, reported=(), telemetries=names, namespace=namespace)
