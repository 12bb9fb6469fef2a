"""Listeners of one Gateway differ in port, protocol or hostname: a cluster refuses two alike."""

from __future__ import annotations

from collections.abc import Iterator

from snippet_check.diagnostics import Diagnostic, message_type
from snippet_check.mesh import Mesh
from snippet_check.mesh.content import mappings, number, text
from snippet_check.resource import Resource

INPUTS = frozenset({"KubernetesGateway"})


def analyze(mesh: Mesh) -> Iterator[Diagnostic]:
    for gateway in mesh.of_kind("KubernetesGateway"):
        yield from _check(gateway)


def _check(gateway: Resource) -> Iterator[Diagnostic]:
    first: dict[tuple[int, str, str], int] = {}
    for i, listener in enumerate(mappings(gateway.spec, "listeners")):
        key = (number(listener, "port"), text(listener, "protocol"), text(listener, "hostname"))
        earlier = first.setdefault(key, i)
        if earlier != i:
            yield message_type("SC0251").at(
                gateway.at("spec", "listeners", i, "name"),
                related=(gateway.at("spec", "listeners", earlier, "name"),),
                name=text(listener, "name"),
                earlier=text(mappings(gateway.spec, "listeners")[earlier], "name"),
            )
