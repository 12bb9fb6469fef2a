"""No field is used that Istio has replaced or ignores."""

from __future__ import annotations

from collections.abc import Iterator

from snippet_check.diagnostics import Diagnostic, message_type
from snippet_check.mesh import Mesh
from snippet_check.mesh.content import mapping, mappings, number

NAME = "deprecation.DeprecationAnalyzer"
INPUTS = frozenset({"VirtualService", "Sidecar", "CustomResourceDefinition"})
UNREAD = frozenset({"CustomResourceDefinition"})
"""Istio looks for the definitions of kinds that are long gone, but in the wrong place: it finds none in files."""


def analyze(mesh: Mesh) -> Iterator[Diagnostic]:
    deprecated = message_type("IST0002")
    for virtual_service in mesh.of_kind("VirtualService"):
        for i, route in enumerate(mappings(virtual_service.spec, "http")):
            if number(mapping(route, "fault", "delay"), "percent") > 0:
                place = virtual_service.at("spec", "http", i, "fault", "delay", "percent")
                yield deprecated.at(place, reported=(), subject="fault.delay.percent", advice="percentage")
    for sidecar in mesh.of_kind("Sidecar"):
        if "egressProxy" in mapping(sidecar.spec, "outboundTrafficPolicy"):
            place = sidecar.at("spec", "outboundTrafficPolicy", "egressProxy")
            yield deprecated.at(place, reported=(), subject="outboundTrafficPolicy.egressProxy", advice="ignored")
