"""A Pod that asks for ambient mode has no sidecar.

Of a namespace that asks for both Istio says so itself, as IST0123.
"""

from __future__ import annotations

from collections.abc import Iterator

from snippet_check.diagnostics import Diagnostic, message_type
from snippet_check.mesh import Mesh
from snippet_check.mesh.ambient import has_sidecar
from snippet_check.mesh.labels import labels
from snippet_check.mesh.membership import DATAPLANE_MODE

INPUTS = frozenset({"Pod"})


def analyze(mesh: Mesh) -> Iterator[Diagnostic]:
    for pod in mesh.of_kind("Pod"):
        if labels(pod).get(DATAPLANE_MODE) == "ambient" and has_sidecar(pod):
            yield message_type("SC0275").at(pod.at("metadata", "labels", DATAPLANE_MODE))
