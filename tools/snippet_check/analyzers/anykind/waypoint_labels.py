"""A waypoint that a label asks for exists, and is open to the namespace that asks."""

from __future__ import annotations

from collections.abc import Iterator

from snippet_check.diagnostics import Diagnostic, message_type
from snippet_check.mesh import Mesh
from snippet_check.mesh.ambient import reference

INPUTS = frozenset({"Namespace", "Service", "ServiceEntry", "Pod", "KubernetesGateway", "GatewayClass"})

_LABELLED = ("Namespace", "Service", "ServiceEntry", "Pod")


def analyze(mesh: Mesh) -> Iterator[Diagnostic]:
    for kind in _LABELLED:
        for resource in mesh.of_kind(kind):
            wanted = reference(resource)
            if wanted is not None and wanted.gateway(mesh) is None:
                yield message_type("SC0271").at(wanted.place, waypoint=f"{wanted.namespace}/{wanted.name}")
