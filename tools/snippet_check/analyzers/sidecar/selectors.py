"""The workload selector of a Sidecar selects a Pod, and each Pod has one Sidecar."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from snippet_check.diagnostics import Diagnostic, message_type
from snippet_check.mesh import Mesh
from snippet_check.mesh.content import strings
from snippet_check.mesh.membership import namespace_is_ambient, pod_is_ambient
from snippet_check.mesh.pods import pods
from snippet_check.mesh.selectors import selector_text
from snippet_check.resource import Resource

NAME = "sidecar.SelectorAnalyzer"
INPUTS = frozenset({"Sidecar", "Pod", "Namespace"})


def analyze(mesh: Mesh) -> Iterator[Diagnostic]:
    of_pod: dict[Resource, list[Resource]] = defaultdict(list)
    of_namespace: dict[str, list[Resource]] = defaultdict(list)
    for sidecar in mesh.of_kind("Sidecar"):
        selector = strings(sidecar.spec, "workloadSelector", "labels")
        selected = pods(mesh).selected(selector, sidecar.namespace) if selector else []
        for pod in selected:
            of_pod[pod].append(sidecar)
        if not selector:
            of_namespace[sidecar.namespace].append(sidecar)
        elif not selected:
            place = sidecar.at("spec", "workloadSelector", "labels", min(selector))
            yield message_type("IST0101").at(place, kind="selector", name=selector_text(selector))
    yield from _of_pods(of_pod)
    for namespace, sidecars in of_namespace.items():
        yield from _of_namespace(mesh, namespace, sidecars)


def _of_pods(of_pod: dict[Resource, list[Resource]]) -> Iterator[Diagnostic]:
    without_effect: set[Resource] = set()
    for pod, sidecars in of_pod.items():
        if pod_is_ambient(pod):
            without_effect.update(sidecars)
        elif len(sidecars) > 1:
            for sidecar in sidecars:
                yield message_type("IST0110").at(
                    sidecar.at("metadata", "name"),
                    related=(pod.at("metadata", "name"),),
                    sidecars=_names(sidecars),
                    namespace=pod.namespace,
                    pod=pod.name,
                )
    for sidecar in without_effect:
        yield message_type("IST0167").at(sidecar.at("spec", "workloadSelector"), reported=(), reason="workload")


def _of_namespace(mesh: Mesh, namespace: str, sidecars: list[Resource]) -> Iterator[Diagnostic]:
    ambient = namespace_is_ambient(mesh.get("Namespace", "", namespace))
    for sidecar in sidecars:
        place = sidecar.at("metadata", "name")
        if ambient:
            yield message_type("IST0167").at(place, reported=(), reason="namespace")
        elif len(sidecars) > 1:
            names = _names(sidecars)
            yield message_type("IST0111").at(place, reported=(), sidecars=names, namespace=namespace)


def _names(sidecars: list[Resource]) -> str:
    return ", ".join(sorted(sidecar.name for sidecar in sidecars))
