"""Services of one name are the same in all clusters: files hold one cluster, so nothing can differ."""

from __future__ import annotations

from collections.abc import Iterator

from snippet_check.diagnostics import Diagnostic
from snippet_check.mesh import Mesh

NAME = "services.MultiClusterServiceAnalyzer"
INPUTS = frozenset({"Service"})


def analyze(mesh: Mesh) -> Iterator[Diagnostic]:
    # Istio has this name too: whoever asks for it alone must not get every other analyzer.
    yield from ()
