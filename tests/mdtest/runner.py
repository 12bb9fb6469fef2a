"""Runs one section of a Markdown test: what is found in its files against what its comments expect."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import Any, NamedTuple

import yaml

from mdtest.reader import Fence, Section
from snippet_check.analyze.order import Entry
from snippet_check.analyze.run import Options, entries
from snippet_check.analyze.selection import suppression
from snippet_check.eyes import Eyes
from snippet_check.load import Loaded, load_text
from snippet_check.load.expectations import Expectation
from snippet_check.load.expectations import expectations as announced_in
from snippet_check.load.split import documents
from snippet_check.simulate.calls import read_calls, run_calls, unmet_expectations


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
    """A line of the Markdown file where something is not as announced."""

    line: int
    problem: str


def run(section: Section) -> Iterator[Mismatch]:
    """What is found but not expected, and expected but not found. What is in no file only snapshots show."""
    expected = list(expectations(section))
    for found in sorted(_found(entry, section) for entry in report(section) if entry.reference):
        match = next((one for one in expected if _meets(found, one)), None)
        if match:
            expected.remove(match)
        else:
            yield Mismatch(found.line, f"unexpected {found}")
    for missing in expected:
        level = missing.level.value.lower()
        yield Mismatch(missing.line, f"missing {level}: [{missing.code}] {missing.text or ''}".rstrip())
    for fence in section.all_with("calls"):
        yield from _of_calls(fence, section)


def snapshots(section: Section) -> Iterator[tuple[Fence, str]]:
    """The section's snapshots with what they ought to hold."""
    for fence in section.all_with("snapshot"):
        render = import_module(f"snippet_check.render.{fence.language}").findings
        text = render(report(section), "ko" if fence.has("ko") else "en")
        yield fence, f"{text}\n" if text else ""


def report(section: Section) -> list[Entry]:
    """Every finding in the section's files."""
    return entries(loaded(section), options_of(section))


def loaded(section: Section) -> Loaded:
    """What the section's files hold."""
    options = options_of(section)
    texts = [load_text(fence.text, fence.name, options.eyes, namespace=options.namespace) for fence in section.files()]
    return Loaded(
        tuple(resource for text in texts for resource in text.resources),
        tuple(diagnostic for text in texts for diagnostic in text.diagnostics),
        tuple(rejected for text in texts for rejected in text.rejected),
        tuple(file for text in texts for file in text.files),
    )


def options_of(section: Section) -> Options:
    """The settings of a section: its own over those of the sections above it."""
    given: dict[str, Any] = {}
    for one in section.lineage():
        for fence in one.all_with("config"):
            given |= yaml.safe_load(fence.text)
    suppressions = tuple(suppression(*one.split("=")) for one in given.pop("suppress", ()))
    return Options(
        eyes=Eyes(given.pop("as", "cluster")),
        mesh_config=given.pop("meshConfig", {}),
        mesh_networks=given.pop("meshNetworks", {}),
        analyzers=frozenset(given.pop("analyzers", ())),
        suppressions=suppressions,
        **given,
    )


def expectations(section: Section) -> Iterator[Expectation]:
    """What the comments of a section's files announce, in the Markdown file's lines."""
    for fence in section.files():
        for document in documents(fence.text, fence.name):
            for announced in announced_in(document):
                yield announced._replace(line=announced.line + fence.first_line - 1)


def _of_calls(fence: Fence, section: Section) -> Iterator[Mismatch]:
    """What becomes of calls through the section's files, where it is not what they expect."""
    calls = read_calls("\n" * (fence.first_line - 1) + fence.text, fence.name)
    run = run_calls(calls, loaded(section).resources)
    for finding in (*run.problems, *unmet_expectations(run.outcomes)):
        location = finding.location()
        if location.file == fence.name:
            yield Mismatch(location.span.start.line, finding.text())


def _found(entry: Entry, section: Section) -> Found:
    finding, (file, _, line) = entry.finding, entry.reference.rpartition(":")
    fence = next(fence for fence in section.files() if fence.name == file)
    column = finding.location().span.start.column + fence.indent
    return Found(int(line) + fence.first_line - 1, finding.level.value.lower(), column, finding.code, finding.text())


def _meets(found: Found, expected: Expectation) -> bool:
    return (
        (found.line, found.level, found.code) == (expected.line, expected.level.value.lower(), expected.code)
        and expected.column in (None, found.column)
        and (expected.text is None or expected.text in found.text)
    )
