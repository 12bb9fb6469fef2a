"""Weights of a route add up to 100, so that each reads as the percentage it is."""

from __future__ import annotations

from collections.abc import Iterator

from snippet_check.diagnostics import Diagnostic, message_type
from snippet_check.mesh import Mesh
from snippet_check.mesh.content import mappings, number

INPUTS = frozenset({"VirtualService"})


def analyze(mesh: Mesh) -> Iterator[Diagnostic]:
    for virtual_service in mesh.of_kind("VirtualService"):
        for protocol in ("http", "tcp", "tls"):
            for i, rule in enumerate(mappings(virtual_service.spec, protocol)):
                weights = [number(route, "weight") for route in mappings(rule, "route")]
                total = sum(weights)
                if len(weights) > 1 and total not in (0, 100):
                    shares = ", ".join(f"{100 * weight / total:.3g}" for weight in weights)
                    place = virtual_service.at("spec", protocol, i, "route")
                    yield message_type("SC0202").at(place, total=total, shares=shares)
