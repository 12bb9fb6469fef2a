"""Who can report a code, and to whose eyes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from snippet_check.analyze.analyzers import Analyzer, all_analyzers
from snippet_check.eyes import Eyes

VALIDATION_CODES = frozenset({"IST0106", "IST0130", "IST0131", "IST0133"})

_CODE = re.compile(r'"((?:IST|SC)\d{4})"')
_SHARED = re.compile(r"^from snippet_check\.analyzers\.(\w+)(?:\.| import )(_\w+)", re.MULTILINE)


def codes_of(analyzer: Analyzer) -> frozenset[str]:
    """The codes that an analyzer reports, read from its source: they stand in no other list."""
    if analyzer.path is None:
        return VALIDATION_CODES
    return frozenset(code for text in _texts(analyzer.path) for code in _CODE.findall(text))


def _texts(path: Path) -> Iterator[str]:
    """The text of an analyzer's module, and of those that it shares with others."""
    text = path.read_text("utf-8")
    yield text
    for folder, module in _SHARED.findall(text):
        yield (path.parents[1] / folder / f"{module}.py").read_text("utf-8")


def reporters(code: str) -> list[Analyzer]:
    """The analyzers that report a code; none for what is found when files are read."""
    return [analyzer for analyzer in all_analyzers() if code in codes_of(analyzer)]


def eyes_for(code: str) -> list[Eyes]:
    """With whose eyes an analyzer reports a code."""
    found = reporters(code)
    return [eyes for eyes in Eyes if any(analyzer.runs_for(eyes) for analyzer in found)]
