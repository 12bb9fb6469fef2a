"""The parents of a TLSRoute exist and take it."""

from __future__ import annotations

from collections.abc import Iterator

from snippet_check.analyzers.httproute import _parents
from snippet_check.diagnostics import Diagnostic
from snippet_check.mesh import Mesh

INPUTS = frozenset(
    {
        "GatewayClass",
        "KubernetesGateway",
        "ListenerSet",
        "Namespace",
        "Service",
        "ServiceEntry",
        "TLSRoute",
    }
)


def analyze(mesh: Mesh) -> Iterator[Diagnostic]:
    yield from _parents.check(mesh, "TLSRoute")
