"""Findings as JSON: istioctl's list of objects, with its indentation."""

from __future__ import annotations

import json
from collections.abc import Sequence

from snippet_check.analyze.order import Entry
from snippet_check.render.report import as_istioctl, as_mapping

_ESCAPED = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"})


def findings(entries: Sequence[Entry], language: str) -> str:
    """A list of objects with istioctl's fields and ours."""
    return _dump([as_mapping(entry, language) for entry in entries])


def istioctl_findings(entries: Sequence[Entry], language: str) -> str:
    """A list of objects with istioctl's fields."""
    return _dump([as_istioctl(entry, language) for entry in entries])


def _dump(rows: Sequence[object]) -> str:
    # As Go writes JSON: what means something to HTML is escaped, wherever it stands.
    return json.dumps(rows, ensure_ascii=False, indent="\t", sort_keys=True).translate(_ESCAPED)
