"""Today's findings, accepted in a file, so that only new ones fail.

A finding is known again by its code, file, object, field and arguments, not by its line: lines move.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable

from snippet_check.analyze.order import Entry
from snippet_check.diagnostics import Diagnostic
from snippet_check.resource import Place

_FORMAT = "snippet-check baseline 1"


def write_baseline(entries: Iterable[Entry]) -> str:
    """The text of a baseline that accepts these findings."""
    findings = [json.loads(key) for key in sorted(_key(entry.finding) for entry in entries)]
    return json.dumps({"format": _FORMAT, "findings": findings}, indent=1, ensure_ascii=False) + "\n"


def read_baseline(text: str) -> Counter[str]:
    """The findings that a baseline accepts, and how often each. Raises ValueError for any other text."""
    content = json.loads(text)
    if not isinstance(content, dict) or content.get("format") != _FORMAT or not isinstance(content["findings"], list):
        raise ValueError(f"no {_FORMAT}")
    return Counter(_dump(finding) for finding in content["findings"])


def new_findings(entries: Iterable[Entry], baseline: Counter[str]) -> list[Entry]:
    """The entries that a baseline does not accept."""
    left = baseline.copy()
    new = []
    for entry in entries:
        key = _key(entry.finding)
        if left[key] > 0:
            left[key] -= 1
        else:
            new.append(entry)
    return new


def _key(finding: Diagnostic) -> str:
    path = [*finding.where.path] if isinstance(finding.where, Place) else []
    return _dump(
        {
            "code": finding.code,
            "file": finding.location().file,
            "origin": finding.origin,
            "path": path,
            "arguments": {name: str(value) for name, value in finding.arguments},
        }
    )


def _dump(finding: object) -> str:
    return json.dumps(finding, sort_keys=True, ensure_ascii=False)
