"""The Secrets of an Ingress that Istio serves are beside the gateway's Pods."""

from __future__ import annotations

from collections.abc import Iterator

from snippet_check.diagnostics import Diagnostic, message_type
from snippet_check.mesh import Mesh
from snippet_check.mesh.content import mappings, text
from snippet_check.mesh.ingress import gateway_selector, ingresses
from snippet_check.mesh.pods import pods

INPUTS = frozenset({"Ingress", "IngressClass", "MeshConfig", "Pod", "Secret"})


def analyze(mesh: Mesh) -> Iterator[Diagnostic]:
    pod = pods(mesh).first(gateway_selector(mesh))
    if pod is None:
        return
    for ingress in ingresses(mesh):
        for i, tls in enumerate(mappings(ingress.spec, "tls")):
            name = text(tls, "secretName")
            if name and mesh.get("Secret", pod.namespace, name) is None:
                place = ingress.at("spec", "tls", i, "secretName")
                beside = mesh.get("Secret", ingress.namespace, name)
                related = (beside.at("metadata", "name"),) if beside else ()
                yield message_type("SC0284").at(place, related=related, name=name, namespace=pod.namespace)
