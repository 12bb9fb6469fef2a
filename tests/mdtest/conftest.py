"""Collects the sections of Markdown files as tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from mdtest.reader import Section, sections
from mdtest.runner import run


class MarkdownFile(pytest.File):
    """One Markdown file of tests."""

    def collect(self) -> Iterator[pytest.Item]:
        for section in sections(self.path.read_text("utf-8")):
            if section.files():
                yield MarkdownTest.from_parent(self, name=section.name, section=section)


class MarkdownTest(pytest.Item):
    """One section."""

    def __init__(self, *, section: Section, **rest: object) -> None:
        super().__init__(**rest)  # type: ignore[arg-type]
        self.section = section

    def runtest(self) -> None:
        mismatches = [f"{self.path}:{line}: {problem}" for line, problem in run(self.section)]
        if mismatches:
            pytest.fail("\n".join(mismatches), pytrace=False)

    def reportinfo(self) -> tuple[Path, int, str]:
        return self.path, self.section.line - 1, self.name


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    return MarkdownFile.from_parent(parent, path=file_path) if file_path.suffix == ".md" else None
