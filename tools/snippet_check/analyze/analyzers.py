"""The analyzers: those found by their folders, and the one per Istio kind that asks for its validation."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

import snippet_check.analyzers
from snippet_check.diagnostics import Diagnostic
from snippet_check.eyes import Eyes
from snippet_check.mesh import Mesh

_FOLDER = Path(snippet_check.analyzers.__file__).parent
_ANY_KIND = "anykind"
_LEFT_OUT_BY_ISTIOCTL = frozenset({"Service", "Namespace", "Node", "Pod", "Secret"})
"""Kinds that `istioctl analyze --use-kube=false` takes for granted in a cluster and does not read from files."""


class Analyzer(NamedTuple):
    """One analyzer; `name` is Istio's, "" for a check of our own. `analyze` sees the mesh as these eyes do."""

    name: str
    inputs: frozenset[str]
    analyze: Callable[[Mesh, Eyes], Iterable[Diagnostic]]
    description: str
    module: str
    """Where it stands; "" for Istio's validation, which is spread over schema.validation."""

    def runs_for(self, eyes: Eyes) -> bool:
        """istioctl skips each analyzer that lists a kind which it leaves out; our own checks are for clusters."""
        if eyes is Eyes.CLUSTER:
            return True
        return bool(self.name) and not (eyes is Eyes.ISTIOCTL and self.inputs & _LEFT_OUT_BY_ISTIOCTL)


def analyze(mesh: Mesh, eyes: Eyes = Eyes.CLUSTER, analyzers: Sequence[Analyzer] | None = None) -> list[Diagnostic]:
    """Every finding about a mesh, unsorted and unfiltered; by `analyzers`, or by all that these eyes have."""
    chosen = analyzers_of(mesh.kinds) if analyzers is None else analyzers
    return [finding for analyzer in chosen if analyzer.runs_for(eyes) for finding in analyzer.analyze(mesh, eyes)]


def all_analyzers() -> list[Analyzer]:
    """Every analyzer, ordered by name."""
    return sorted(_analyzers(None), key=lambda analyzer: analyzer.name)


def analyzers_of(kinds: Iterable[str]) -> list[Analyzer]:
    """The analyzers that can have something to say about resources of these kinds; no others are imported."""
    return list(_analyzers(frozenset(kinds)))


def _analyzers(kinds: frozenset[str] | None) -> Iterator[Analyzer]:
    folders = None if kinds is None else {kind.lower() for kind in kinds} | {_ANY_KIND}
    for folder in sorted(path.name for path in _FOLDER.iterdir() if path.is_dir()):
        if folders is None or folder in folders:
            for module in sorted(path.stem for path in (_FOLDER / folder).glob("[!_]*.py")):
                yield _analyzer(f"{snippet_check.analyzers.__name__}.{folder}.{module}")
    from snippet_check.analyze.validation import VALIDATED_KINDS, validation_of

    for kind in sorted(VALIDATED_KINDS if kinds is None else VALIDATED_KINDS & kinds):
        description = f"Istio's own validation takes a {kind} as it is."
        yield Analyzer(f"schema.ValidationAnalyzer.{kind}", frozenset({kind}), validation_of(kind), description, "")


def _analyzer(name: str) -> Analyzer:
    module = import_module(name)
    return Analyzer(
        getattr(module, "NAME", ""), module.INPUTS, lambda mesh, _: module.analyze(mesh), module.__doc__ or "", name
    )
