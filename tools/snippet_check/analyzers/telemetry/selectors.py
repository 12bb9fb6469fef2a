"""The selector of a Telemetry selects a Pod, and no other Telemetry selects the same Pod."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from snippet_check.diagnostics import Diagnostic, message_type
from snippet_check.mesh import Mesh
from snippet_check.mesh.content import strings
from snippet_check.mesh.pods import pods
from snippet_check.mesh.selectors import selector_text
from snippet_check.resource import Resource

NAME = "telemetry.SelectorAnalyzer"
INPUTS = frozenset({"Telemetry", "Pod"})


def analyze(mesh: Mesh) -> Iterator[Diagnostic]:
    of_pod: dict[Resource, list[Resource]] = defaultdict(list)
    for telemetry in mesh.of_kind("Telemetry"):
        selector = strings(telemetry.spec, "selector", "matchLabels")
        selected = pods(mesh).selected(selector, telemetry.namespace) if selector else []
        for pod in selected:
            of_pod[pod].append(telemetry)
        if selector and not selected:
            place = telemetry.at("spec", "selector", "matchLabels", min(selector))
            yield message_type("IST0101").at(place, kind="selector", name=selector_text(selector))
    for pod, telemetries in of_pod.items():
        if len(telemetries) > 1:
            yield from _conflict(pod, telemetries)


def _conflict(pod: Resource, telemetries: list[Resource]) -> Iterator[Diagnostic]:
    names = ", ".join(sorted(telemetry.name for telemetry in telemetries))
    for telemetry in telemetries:
        yield message_type("IST0159").at(
            telemetry.at("metadata", "name"),
            related=(pod.at("metadata", "name"),),
            telemetries=names,
            namespace=pod.namespace,
            pod=pod.name,
        )
