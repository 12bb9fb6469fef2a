"""A finding as the output formats show it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from snippet_check.analyze.elsewhere import misses_something
from snippet_check.analyze.order import Entry
from snippet_check.diagnostics import Diagnostic
from snippet_check.fix import Edit
from snippet_check.resource import FieldPath, Place

_DOCUMENTATION = "https://istio.io/v1.30/docs/reference/config/analysis"


def as_istioctl(entry: Entry, language: str) -> dict[str, Any]:
    """The fields of a finding in `istioctl analyze -o json`."""
    finding = entry.finding
    fields = {
        "code": finding.code,
        "documentationUrl": documentation_url(finding),
        "level": finding.level.value,
        "message": finding.text(language),
        "origin": finding.origin,
        "reference": entry.reference,
    }
    return {name: value for name, value in fields.items() if value}


def as_mapping(entry: Entry, language: str) -> Mapping[str, Any]:
    """istioctl's fields, the place where the value is really written, and what else the finding is about."""
    finding = entry.finding
    fields = as_istioctl(entry, language)
    if entry.reference:
        start = finding.location().span.start
        fields |= {"line": start.line, "column": start.column}
    if isinstance(finding.where, Place):
        fields |= {"path": path_text(finding.where.path)}
    if finding.related:
        fields |= {"related": [_related(place) for place in finding.related]}
    if entry.edit:
        fields |= {"fix": _fix(entry.edit)}
    if misses_something(finding):
        fields |= {"missingFromFiles": True}
    return fields


def path_text(path: FieldPath) -> str:
    """A path as it is usually written: `spec.http[0].route`."""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).removeprefix(".")


def documentation_url(finding: Diagnostic) -> str:
    """Istio's page about a code of Istio's; "" for our own codes."""
    if not finding.code.startswith("IST"):
        return ""
    return f"{_DOCUMENTATION}/{finding.code.lower()}/?ref=istioctl-analyze"


def _fix(edit: Edit) -> dict[str, Any]:
    (start, end), file = edit.location.span, edit.location.file
    places = {"line": start.line, "column": start.column, "endLine": end.line, "endColumn": end.column}
    return {"file": file, "replacement": edit.replacement, **places}


def _related(place: Place) -> dict[str, str]:
    location = place.location()
    reference = f"{location.file}:{location.span.start.line}"
    return {"origin": place.resource.origin, "reference": reference, "path": path_text(place.path)}
