"""Collects the sections of Markdown files as tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from mdtest.calls import call_mismatches, has_calls
from mdtest.reader import Fence, Section, sections
from mdtest.runner import Mismatch, run, snapshots


class MarkdownFile(pytest.File):
    """One Markdown file of tests."""

    def collect(self) -> Iterator[pytest.Item]:
        for section in sections(self.path.read_text("utf-8")):
            if section.files() or has_calls(section):
                yield MarkdownTest.from_parent(self, name=section.name, section=section)


class MarkdownTest(pytest.Item):
    """One section."""

    def __init__(self, *, section: Section, **rest: object) -> None:
        super().__init__(**rest)  # type: ignore[arg-type]
        self.section = section

    def runtest(self) -> None:
        found = call_mismatches(self.section) if has_calls(self.section) else run(self.section)
        mismatches = [*found, *self._differing_snapshots()]
        if mismatches:
            pytest.fail("\n".join(f"{self.path}:{line}: {problem}" for line, problem in mismatches), pytrace=False)

    def _differing_snapshots(self) -> Iterator[Mismatch]:
        for fence, text in snapshots(self.section):
            if fence.text != text and self.config.getoption("--update"):
                _rewrite(self.path, fence, text)
            elif fence.text != text:
                yield Mismatch(fence.first_line, f"the snapshot should be (pytest --update writes it):\n{text}")

    def reportinfo(self) -> tuple[Path, int, str]:
        return self.path, self.section.line - 1, self.name


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    return MarkdownFile.from_parent(parent, path=file_path) if file_path.suffix == ".md" else None


def _rewrite(path: Path, fence: Fence, text: str) -> None:
    """Replaces one fence's text. The lines below it move, so one run updates one snapshot of a file at a time."""
    lines = path.read_text("utf-8").splitlines(keepends=True)
    start = fence.first_line - 1
    end = start + fence.text.count("\n")
    lines[start:end] = [" " * fence.indent + line for line in text.splitlines(keepends=True)]
    path.write_text("".join(lines), "utf-8")
