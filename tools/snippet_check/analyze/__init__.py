"""analyze: everything `istioctl analyze` knows about a cluster, from files alone."""

from __future__ import annotations

from collections.abc import Sequence

from snippet_check.analyze.analyzers import Analyzer, analyzers_of
from snippet_check.diagnostics import Diagnostic
from snippet_check.eyes import Eyes
from snippet_check.mesh import Mesh

__all__ = ["Eyes", "analyze"]


def analyze(mesh: Mesh, eyes: Eyes = Eyes.CLUSTER, analyzers: Sequence[Analyzer] | None = None) -> list[Diagnostic]:
    """Every finding about a mesh, unsorted and unfiltered; by `analyzers`, or by all that these eyes have."""
    chosen = analyzers_of(mesh.kinds) if analyzers is None else analyzers
    return [finding for analyzer in chosen if analyzer.runs_for(eyes) for finding in analyzer.analyze(mesh, eyes)]
