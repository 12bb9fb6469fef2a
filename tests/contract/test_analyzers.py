"""Every analyzer is what it declares, and is tested both ways: by what it finds and by what it leaves alone."""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from mdtest.reader import Section, sections
from mdtest.runner import expectations, options_of
from snippet_check.analyze.analyzers import Analyzer, all_analyzers
from snippet_check.analyze.availability import codes_of
from snippet_check.complete import complete
from snippet_check.load import load_text
from snippet_check.mesh import Mesh
from snippet_check.resource import Content, Resource
from snippet_check.schema.kinds import KINDS

MDTEST = Path(__file__).parents[1] / "mdtest"
ANALYZERS = [analyzer for analyzer in all_analyzers() if analyzer.path]

REPORTING = [analyzer for analyzer in ANALYZERS if codes_of(analyzer)]
"""Those that can report something about files: one compares several clusters."""


def _name(analyzer: Analyzer) -> str:
    assert analyzer.path
    return f"{analyzer.path.parent.name}/{analyzer.path.stem}"


each_analyzer = pytest.mark.parametrize("analyzer", ANALYZERS, ids=_name)
each_reporting = pytest.mark.parametrize("analyzer", REPORTING, ids=_name)


class RecordingMesh(Mesh):
    """A mesh that remembers which kinds were asked for."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        self.asked: set[str] = set()
        super().__init__(*arguments, **options)

    def of_kind(self, kind: str) -> tuple[Resource, ...]:
        self.asked.add(kind)
        return super().of_kind(kind)

    def as_given(self, kind: str) -> tuple[Resource, ...]:
        self.asked.add(kind)
        return super().as_given(kind)

    def get(self, kind: str, namespace: str, name: str) -> Resource | None:
        self.asked.add(kind)
        return super().get(kind, namespace, name)

    def __getattribute__(self, name: str) -> Any:
        if name in ("mesh_config", "mesh_networks") and "asked" in vars(self):
            self.asked.add({"mesh_config": "MeshConfig", "mesh_networks": "MeshNetworks"}[name])
        return super().__getattribute__(name)

    @property
    def root_namespace(self) -> str:
        return "istio-system"


@functools.cache
def all_sections() -> list[Section]:
    paths = sorted(MDTEST.glob("analyzers/**/*.md"))
    return [one for path in paths for one in sections(path.read_text("utf-8")) if one.files()]


@functools.cache
def meshes() -> list[Callable[[], RecordingMesh]]:
    """A mesh for each section of the analyzers' Markdown tests, made anew at every call."""

    def mesh_of(section: Section) -> Callable[[], RecordingMesh]:
        options = options_of(section)
        texts = [load_text(fence.text, fence.name, options.eyes) for fence in section.files()]
        resources = complete([resource for text in texts for resource in text.resources], options.mesh_config)
        config: Content = options.mesh_config
        return lambda: RecordingMesh(resources, config, mesh_networks=options.mesh_networks, now=options.now)

    return [mesh_of(section) for section in all_sections()]


@each_analyzer
def test_says_in_one_sentence_what_holds(analyzer: Analyzer) -> None:
    assert analyzer.path
    docstring = ast.get_docstring(ast.parse(analyzer.path.read_text("utf-8"))) or ""
    assert docstring.splitlines()[0] == docstring.split("\n\n")[0]
    assert docstring.splitlines()[0].endswith(".")


@each_analyzer
def test_what_is_read_from_its_text_is_what_it_declares(analyzer: Analyzer) -> None:
    assert analyzer.path
    module = import_module(f"snippet_check.analyzers.{analyzer.path.parent.name}.{analyzer.path.stem}")
    assert (analyzer.name, analyzer.inputs) == (getattr(module, "NAME", ""), module.INPUTS)


@each_analyzer
def test_stands_in_a_folder_of_a_kind_it_reads(analyzer: Analyzer) -> None:
    assert analyzer.path
    folder = analyzer.path.parent.name
    assert folder == "anykind" or folder in {kind.lower() for kind in analyzer.inputs}
    assert analyzer.inputs <= {kind.key for kind in KINDS}


@each_reporting
def test_reads_the_kinds_that_it_declares(analyzer: Analyzer) -> None:
    asked: set[str] = set()
    for make in meshes():
        mesh = make()
        list(analyzer.analyze(mesh, options_of(all_sections()[0]).eyes))
        asked |= mesh.asked
    assert analyzer.path
    module = import_module(f"snippet_check.analyzers.{analyzer.path.parent.name}.{analyzer.path.stem}")
    assert asked | getattr(module, "UNREAD", frozenset()) == analyzer.inputs


@each_reporting
def test_has_a_test_in_which_it_fires_and_one_in_which_it_is_silent(analyzer: Analyzer) -> None:
    assert analyzer.path
    path = MDTEST / "analyzers" / analyzer.path.parent.name / f"{analyzer.path.stem}.md"
    assert path.is_file()
    tests = [one for one in sections(path.read_text("utf-8")) if one.files()]
    announced = [_announced(section) & codes_of(analyzer) for section in tests]
    assert any(announced)
    assert not all(announced)


def _announced(section: Section) -> set[str]:
    """The codes in a section's comments, and in its snapshots."""
    shown = {code for fence in section.all_with("snapshot") for code in re.findall(r"\[(\w+)\]", fence.text)}
    return shown | {expected.code for expected in expectations(section)}


def test_names_are_istios_and_each_is_there_once() -> None:
    names = [analyzer.name for analyzer in all_analyzers() if analyzer.name]
    assert sorted(names) == sorted(set(names))
