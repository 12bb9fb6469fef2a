"""Runs one section of a Markdown test: what is found in its files against what its comments expect."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import yaml

from mdtest.reader import Fence, Section
from snippet_check.analyze import Eyes, analyze
from snippet_check.load.files import load_text
from snippet_check.mesh import Mesh

_EXPECTATION = re.compile(r'# (error|warning|info): (?:(\d+) )?\[(\w+)\](?: "([^"]*)")?')


@dataclass(frozen=True, slots=True)
class Settings:
    """How a section's files are looked at; the names are those of the `config` fence."""

    eyes: str = "cluster"
    meshConfig: dict[str, Any] = field(default_factory=dict)
    meshNetworks: dict[str, Any] = field(default_factory=dict)


class Expected(NamedTuple):
    """What a comment announces for a line; None where it says nothing."""

    line: int
    level: str
    column: int | None
    code: str
    text: str | None


class Found(NamedTuple):
    """A finding, in the words of an expectation."""

    line: int
    level: str
    column: int
    code: str
    text: str

    def __str__(self) -> str:
        return f'{self.level}: {self.column} [{self.code}] "{self.text}"'


class Mismatch(NamedTuple):
    """A line of the Markdown file where the findings are not the announced ones."""

    line: int
    problem: str


def run(section: Section) -> Iterator[Mismatch]:
    """What is found but not expected, and expected but not found."""
    expected = [expectation for fence in section.files() for expectation in expectations(fence)]
    for found in findings(section):
        match = next((one for one in expected if _meets(found, one)), None)
        if match:
            expected.remove(match)
        else:
            yield Mismatch(found.line, f"unexpected {found}")
    for missing in expected:
        yield Mismatch(missing.line, f"missing {missing.level}: [{missing.code}] {missing.text or ''}".rstrip())


def findings(section: Section) -> list[Found]:
    """Every finding in the section's files, by line."""
    settings = settings_of(section)
    resources = [resource for fence in section.files() for resource in load_text(_padded(fence), fence.name).resources]
    mesh = Mesh(resources, settings.meshConfig, mesh_networks=settings.meshNetworks)
    found = []
    for diagnostic in analyze(mesh, Eyes(settings.eyes)):
        start = diagnostic.location().span.start
        level = diagnostic.level.value.lower()
        found.append(Found(start.line, level, start.column, diagnostic.code, diagnostic.text()))
    return sorted(found)


def settings_of(section: Section) -> Settings:
    """The settings of a section: its own over those of the sections above it."""
    given: dict[str, Any] = {}
    for one in section.lineage():
        for fence in one.all_with("config"):
            given |= yaml.safe_load(fence.text)
    return Settings(**given)


def expectations(fence: Fence) -> Iterator[Expected]:
    """What the comments of a file announce; one on a line of its own speaks of the next line with content."""
    pending: list[re.Match[str]] = []
    for number, line in enumerate(fence.text.splitlines(), fence.first_line):
        announced = list(_EXPECTATION.finditer(line))
        if line.lstrip().startswith("#") or not line.strip():
            pending += announced
            continue
        for match in (*pending, *announced):
            yield Expected(number, match[1], int(match[2]) if match[2] else None, match[3], match[4])
        pending = []


def _meets(found: Found, expected: Expected) -> bool:
    return (
        (found.line, found.level, found.code) == (expected.line, expected.level, expected.code)
        and expected.column in (None, found.column)
        and (expected.text is None or expected.text in found.text)
    )


def _padded(fence: Fence) -> str:
    """The fence's text on the lines that it has in the Markdown file."""
    return "\n" * (fence.first_line - 1) + fence.text
