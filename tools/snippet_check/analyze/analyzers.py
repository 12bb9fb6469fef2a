"""The analyzers: those found by their folders, and the one per Istio kind that asks for its validation."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

import snippet_check.analyzers
from snippet_check.analyze.validation import VALIDATED_KINDS, validation_of
from snippet_check.diagnostics import Diagnostic
from snippet_check.eyes import Eyes
from snippet_check.mesh import Mesh

_FOLDER = Path(snippet_check.analyzers.__file__).parent
_ANY_KIND = "anykind"
_NOT_IN_FILES = frozenset({"MeshConfig", "MeshNetworks"})
_LEFT_OUT_BY_ISTIOCTL = frozenset({"Service", "Namespace", "Node", "Pod", "Secret"})
"""Kinds that `istioctl analyze --use-kube=false` takes for granted in a cluster and does not read from files."""

_ON_REQUEST = "\nON_REQUEST = True\n"
_NAME = re.compile(r'^NAME = "(.+)"$', re.MULTILINE)
_INPUTS = re.compile(r"^INPUTS = frozenset\(\s*\{(.*?)\}\s*\)", re.MULTILINE | re.DOTALL)


class Analyzer(NamedTuple):
    """One analyzer; `name` is Istio's, "" for a check of our own. `analyze` sees the mesh as these eyes do."""

    name: str
    inputs: frozenset[str]
    analyze: Callable[[Mesh, Eyes], Iterable[Diagnostic]]
    description: str
    path: Path | None = None
    """Its module; None for Istio's validation, which is spread over schema.validation."""
    on_request: bool = False
    """Whether it runs only where somebody names it: Istio has it and leaves it out of those that istioctl knows."""

    def runs_for(self, eyes: Eyes) -> bool:
        """istioctl skips each analyzer that lists a kind which it leaves out; our own checks are for clusters."""
        if self.on_request:
            return eyes is Eyes.FILES
        if eyes is Eyes.CLUSTER:
            return True
        return bool(self.name) and not (eyes is Eyes.ISTIOCTL and self.inputs & _LEFT_OUT_BY_ISTIOCTL)

    def concerns(self, kinds: frozenset[str]) -> bool:
        """Whether it reads any of these kinds."""
        return bool(self.inputs & (kinds | _NOT_IN_FILES))


def analyze(mesh: Mesh, eyes: Eyes = Eyes.CLUSTER, analyzers: Sequence[Analyzer] | None = None) -> list[Diagnostic]:
    """Every finding about a mesh, unsorted and unfiltered; by `analyzers`, or by all that these eyes have."""
    candidates = [one for one in _analyzers(mesh.kinds) if not one.on_request] if analyzers is None else analyzers
    chosen = [one for one in candidates if one.runs_for(eyes) and one.concerns(mesh.kinds)]
    return [finding for analyzer in chosen for finding in analyzer.analyze(mesh, eyes)]


def all_analyzers() -> list[Analyzer]:
    """Every analyzer, ordered by name."""
    return sorted(_analyzers(None), key=lambda analyzer: analyzer.name)


def _analyzers(kinds: frozenset[str] | None) -> Iterator[Analyzer]:
    """Those about these kinds (None for all), none of them imported yet."""
    folders = None if kinds is None else {kind.lower() for kind in kinds} | {_ANY_KIND}
    for folder in sorted(path for path in _FOLDER.iterdir() if path.is_dir()):
        if folders is None or folder.name in folders:
            yield from map(_analyzer, sorted(folder.glob("[!_]*.py")))
    for kind in sorted(VALIDATED_KINDS if kinds is None else VALIDATED_KINDS & kinds):
        description = f"Istio's own validation takes a {kind} as it is."
        yield Analyzer(f"schema.ValidationAnalyzer.{kind}", frozenset({kind}), validation_of(kind), description)


@functools.cache
def _analyzer(path: Path) -> Analyzer:
    """What a module declares, read from its text: importing them all to find the few that run would take too long."""
    text = path.read_text("utf-8")
    name, inputs = _NAME.search(text), _INPUTS.search(text)
    module = f"{snippet_check.analyzers.__name__}.{path.parent.name}.{path.stem}"

    def analyze(mesh: Mesh, _: Eyes) -> Iterable[Diagnostic]:
        found: Iterable[Diagnostic] = import_module(module).analyze(mesh)
        return found

    declared = frozenset(re.findall(r'"(\w+)"', inputs[1])) if inputs else frozenset()
    return Analyzer(name[1] if name else "", declared, analyze, text.split('"""')[1], path, _ON_REQUEST in text)
