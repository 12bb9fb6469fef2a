"""Findings as lines for people."""

from __future__ import annotations

from collections.abc import Sequence

from snippet_check.analyze.elsewhere import misses_something
from snippet_check.analyze.order import Entry
from snippet_check.diagnostics import Diagnostic, Level

_BEGIN = {Level.ERROR: "\033[1;31m", Level.WARNING: "\033[33m", Level.INFO: ""}
_END = "\033[0m"
_IN_THESE_FILES = {"en": " (not among these files)", "ko": " (이 파일들에는 없다)"}


def findings(entries: Sequence[Entry], language: str, color: bool = False) -> str:
    """One line each, as editors follow them: `FILE:LINE:COLUMN: level [CODE] text`."""
    return "\n".join(_line(entry, language, color) for entry in entries)


def istioctl_findings(entries: Sequence[Entry], language: str, color: bool = False) -> str:
    """One line each in istioctl's form: `LEVEL [CODE] (KIND NAMESPACE/NAME FILE:LINE) text`."""
    return "\n".join(
        f"{_level(finding, finding.level.value, color)} [{finding.code}]"
        f" ({' '.join(filter(None, (finding.origin, reference)))}) {finding.text(language)}"
        for finding, reference, _ in entries
    )


def _line(entry: Entry, language: str, color: bool) -> str:
    finding, place = entry.finding, entry.reference or entry.finding.origin
    if entry.reference and str(location := finding.location()).startswith(f"{entry.reference}:"):
        place = str(location)  # else Istio refers to another line than the value's
    note = _IN_THESE_FILES[language] if misses_something(finding) else ""
    level = _level(finding, finding.level.value.lower(), color)
    return f"{place}: {level} [{finding.code}] {finding.text(language)}{note}"


def _level(finding: Diagnostic, word: str, color: bool) -> str:
    return f"{_BEGIN[finding.level]}{word}{_END}" if color else word
