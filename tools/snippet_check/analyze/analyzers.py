"""Finds the analyzers by their folders and runs those whose inputs there are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

import snippet_check.analyzers
from snippet_check.diagnostics import Diagnostic
from snippet_check.eyes import Eyes
from snippet_check.mesh import Mesh

_FOLDER = Path(snippet_check.analyzers.__file__).parent
_ANY_KIND = "anykind"
_EXCLUDED_KINDS = frozenset({"Service", "Namespace", "Node", "Pod", "Secret"})
"""What `istioctl analyze --use-kube=false` does not read: kinds that are expected to live in a cluster only."""


class Analyzer(NamedTuple):
    """One analyzer; `name` is Istio's, "" for a check of our own."""

    name: str
    inputs: frozenset[str]
    analyze: Callable[[Mesh], Iterator[Diagnostic]]
    description: str


def analyze(mesh: Mesh, eyes: Eyes = Eyes.CLUSTER) -> list[Diagnostic]:
    """Every finding about a mesh, in no particular order."""
    return [
        finding for analyzer in analyzers(mesh.kinds) if _runs(analyzer, eyes) for finding in analyzer.analyze(mesh)
    ]


def analyzers(kinds: frozenset[str] | None = None) -> Iterator[Analyzer]:
    """The analyzers of these kinds, all of them where none are given, ordered by folder and module."""
    wanted = None if kinds is None else {kind.lower() for kind in kinds} | {_ANY_KIND}
    for folder in sorted(path.name for path in _FOLDER.iterdir() if path.is_dir()):
        if wanted is None or folder in wanted:
            for module in sorted(path.stem for path in (_FOLDER / folder).glob("[!_]*.py")):
                yield _analyzer(f"{snippet_check.analyzers.__name__}.{folder}.{module}")


def _analyzer(module_name: str) -> Analyzer:
    module = import_module(module_name)
    return Analyzer(getattr(module, "NAME", ""), module.INPUTS, module.analyze, module.__doc__ or "")


def _runs(analyzer: Analyzer, eyes: Eyes) -> bool:
    if eyes is Eyes.CLUSTER:
        return True
    return bool(analyzer.name) and not (eyes is Eyes.ISTIOCTL and analyzer.inputs & _EXCLUDED_KINDS)
