"""Some controller takes every Ingress: its class exists, or Istio takes those without one."""

from __future__ import annotations

from collections.abc import Iterator

from snippet_check.diagnostics import Diagnostic, message_type
from snippet_check.mesh import Mesh
from snippet_check.mesh.content import strings, text
from snippet_check.mesh.ingress import CLASS_ANNOTATION, controller_mode

INPUTS = frozenset({"Ingress", "IngressClass", "MeshConfig"})


def analyze(mesh: Mesh) -> Iterator[Diagnostic]:
    if controller_mode(mesh) == "DEFAULT":
        return
    for ingress in mesh.of_kind("Ingress"):
        name = text(ingress.spec, "ingressClassName")
        if CLASS_ANNOTATION in strings(ingress.metadata, "annotations") or mesh.get("IngressClass", "", name):
            continue
        if name:
            yield message_type("SC0282").at(ingress.at("spec", "ingressClassName"), name=name)
        else:
            yield message_type("SC0283").at(ingress.at("metadata", "name"), name=ingress.name)
