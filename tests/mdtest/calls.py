"""Runs the `yaml calls` fences of a section: what becomes of each call against what the fence expects.

The calls go through the section's files and the `yaml world` fences of the sections above it.
"""

from __future__ import annotations

from collections.abc import Iterator

from mdtest.reader import Fence, Section
from snippet_check.load import load_text
from snippet_check.simulate.calls import read_calls, run_calls, unmet_expectations


def has_calls(section: Section) -> bool:
    """Whether a section is about calls, and not about what is found in its files."""
    return any(section.all_with("calls"))


def call_mismatches(section: Section) -> Iterator[tuple[int, str]]:
    """What is not as expected, with the line of the Markdown file."""
    resources = [resource for fence in _files(section) for resource in load_text(fence.text, fence.name).resources]
    for fence in section.all_with("calls"):
        run = run_calls(read_calls(fence.text, fence.name), resources)
        for finding in (*run.problems, *unmet_expectations(run.outcomes)):
            yield finding.location().span.start.line + fence.first_line - 1, finding.text()


def _files(section: Section) -> Iterator[Fence]:
    for one in section.lineage():
        yield from one.all_with("world")
    yield from section.files()
