"""The parents of an HTTPRoute exist and take it."""

from __future__ import annotations

from collections.abc import Iterator

from snippet_check.analyzers.httproute import _parents
from snippet_check.diagnostics import Diagnostic
from snippet_check.mesh import Mesh

INPUTS = frozenset(
    {
        "GatewayClass",
        "HTTPRoute",
        "KubernetesGateway",
        "ListenerSet",
        "Namespace",
        "Service",
        "ServiceEntry",
    }
)


def analyze(mesh: Mesh) -> Iterator[Diagnostic]:
    yield from _parents.check(mesh, "HTTPRoute")
