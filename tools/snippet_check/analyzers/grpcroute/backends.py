"""The backends of a GRPCRoute exist, have the port, and let it refer to them."""

from __future__ import annotations

from collections.abc import Iterator

from snippet_check.analyzers.httproute import _backends
from snippet_check.diagnostics import Diagnostic
from snippet_check.mesh import Mesh

INPUTS = frozenset({"GRPCRoute", "ReferenceGrant", "Service"})


def analyze(mesh: Mesh) -> Iterator[Diagnostic]:
    yield from _backends.check(mesh, "GRPCRoute")
