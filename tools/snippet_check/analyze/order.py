"""Findings with their references, each once and in order: istioctl's order, or that of the files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from snippet_check.diagnostics import Diagnostic
from snippet_check.resource import Place

if TYPE_CHECKING:
    from snippet_check.fix import Edit


class Entry(NamedTuple):
    """A finding with the reference it is shown with: FILE:LINE, FILE, or "" for what is in no file."""

    finding: Diagnostic
    reference: str
    edit: Edit | None = None
    """The finding's one right mend, where there is one and somebody asked."""


def in_istios_order(entries: Iterable[Entry]) -> list[Entry]:
    """By level, code and object, as istioctl sorts; what it would print in the same words is one finding.

    Source: SortedDedupedCopy in Istio 1.30's pkg/config/analysis/diag.
    """
    unique = {(e.finding.code, e.finding.origin, e.reference, e.finding.arguments): e for e in entries}
    return sorted(unique.values(), key=_istios_key)


def istios_reference(finding: Diagnostic) -> str:
    """What Istio refers to: its own line, which is not always the true one; no line in JSON files."""
    from snippet_check.load.reported import reported_line  # here, because most files have no findings

    place = finding.reported_place
    if place is None or not place.resource.document.file:
        return ""
    file, line = place.resource.document.file, reported_line(place)
    return f"{file}:{line}" if line else file


def in_order_of_files(findings: Iterable[Diagnostic], files: Sequence[str]) -> list[Entry]:
    """By place, the files in the order given; what stands at one place with the same words is one finding."""
    order = {file: i for i, file in enumerate(files)}
    # Document by document, because a document is taken apart to find the place and only the last few are kept.
    located = [(finding.location(), finding) for finding in sorted(findings, key=_document)]
    unique = {(place, finding.code, finding.arguments): (place, finding) for place, finding in located}
    ordered = sorted(unique.values(), key=lambda one: (order.get(one[0].file, -1), one[0].span, one[1].level.severity))
    return [Entry(finding, f"{place.file}:{place.span.start.line}") for place, finding in ordered]


def _document(finding: Diagnostic) -> tuple[str, int]:
    if isinstance(finding.where, Place):
        return finding.where.resource.document.file, finding.where.resource.document.first_line
    return finding.where.file, finding.where.span.start.line


def _istios_key(entry: Entry) -> tuple[object, ...]:
    finding = entry.finding
    comparator = finding.origin
    if isinstance(finding.where, Place):
        resource = finding.where.resource
        comparator = f"{resource.kind}/{resource.name}/{resource.namespace}"
    return finding.level.severity, finding.code, comparator, entry.reference
