"""A lone destination carries no weight: whatever it says, it gets all of the traffic."""

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
                routes = mappings(rule, "route")
                if len(routes) == 1 and 0 < number(routes[0], "weight") < 100:
                    place = virtual_service.at("spec", protocol, i, "route", 0, "weight")
                    yield message_type("SC0201").at(place, weight=routes[0]["weight"])
