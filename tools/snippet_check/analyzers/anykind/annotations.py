"""Istio's annotations exist, stand on a kind that they are for, and have values that the injector takes."""

from collections.abc import Iterator

from snippet_check.analyzers.anykind._annotations import WRITTEN_BY_ISTIO
from snippet_check.diagnostics import Diagnostic, message_type
from snippet_check.mesh import Mesh
from snippet_check.mesh.labels import annotations, labels
from snippet_check.mesh.membership import INJECT
from snippet_check.resource import Resource

NAME = "annotations.K8sAnalyzer"
INPUTS = frozenset({"Namespace", "Service", "Pod", "Deployment"})

_INGRESS_CLASS = "kubernetes.io/ingress.class"


def analyze(mesh: Mesh) -> Iterator[Diagnostic]:
    for kind in sorted(INPUTS):
        for resource in mesh.of_kind(kind):
            for name, value in annotations(resource).items():
                if _is_istios(name) and name not in WRITTEN_BY_ISTIO:
                    yield from _check(resource, name, value)


def _is_istios(name: str) -> bool:
    return name.partition("/")[0].endswith("istio.io") or name == _INGRESS_CLASS


def _check(resource: Resource, name: str, value: str) -> Iterator[Diagnostic]:
    from snippet_check.facts.annotations import ANY_KIND, all_annotations
    from snippet_check.mesh.annotation_values import refused

    place, known = resource.at("metadata", "annotations", name), all_annotations().get(name)
    if known is None:
        yield message_type("IST0108").at(place, reported=(), annotation=name)
        return
    if known.deprecated and not (name == INJECT and INJECT in labels(resource)):
        advice = "label" if name == INJECT else "none"
        yield message_type("IST0135").at(place, reported=(), annotation=name, advice=advice)
    if ANY_KIND in known.kinds:
        return
    if resource.kind not in known.kinds:
        yield message_type("IST0107").at(place, reported=(), annotation=name, kinds=", ".join(known.kinds))
    elif allowed := refused(name, value):
        yield message_type("IST0125").at(place, reported=(), annotation=name, value=value, allowed=allowed)
