"""No field is used that Istio has replaced or ignores."""

from __future__ import annotations

from collections.abc import Iterator

from snippet_check.diagnostics import Diagnostic, message_type
from snippet_check.mesh import Mesh
from snippet_check.mesh.content import mapping, mappings, number
from snippet_check.resource import Place

NAME = "deprecation.DeprecationAnalyzer"
INPUTS = frozenset({"VirtualService", "Sidecar", "CustomResourceDefinition"})
UNREAD = frozenset({"CustomResourceDefinition"})
"""Istio looks for the definitions of kinds that are long gone, but in the wrong place: it finds none in files."""


def analyze(mesh: Mesh) -> Iterator[Diagnostic]:
    for virtual_service in mesh.of_kind("VirtualService"):
        for i, route in enumerate(mappings(virtual_service.spec, "http")):
            if number(mapping(route, "fault", "delay"), "percent") > 0:
                path = ("spec", "http", i, "fault", "delay", "percent")
                yield _deprecated(virtual_service.at(*path), "fault.delay.percent", "percentage")
    for sidecar in mesh.of_kind("Sidecar"):
        if "egressProxy" in mapping(sidecar.spec, "outboundTrafficPolicy"):
            place = sidecar.at("spec", "outboundTrafficPolicy", "egressProxy")
            yield _deprecated(place, "outboundTrafficPolicy.egressProxy", "ignored")


def _deprecated(place: Place, subject: str, advice: str) -> Diagnostic:
    return message_type("IST0002").at(place, reported=(), subject=subject, advice=advice)
