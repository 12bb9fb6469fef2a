"""Findings as YAML: the same list as the JSON."""

from __future__ import annotations

from collections.abc import Sequence

import yaml

from snippet_check.analyze.order import Entry
from snippet_check.render.report import as_istioctl, as_mapping


def findings(entries: Sequence[Entry], language: str) -> str:
    """A list of mappings with istioctl's fields and ours."""
    return _dump([as_mapping(entry, language) for entry in entries])


def istioctl_findings(entries: Sequence[Entry], language: str) -> str:
    """A list of mappings with istioctl's fields."""
    return _dump([as_istioctl(entry, language) for entry in entries])


def _dump(rows: Sequence[object]) -> str:
    return yaml.safe_dump(rows, allow_unicode=True, sort_keys=True, width=120)
