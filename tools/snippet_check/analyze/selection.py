"""Which findings are shown, and in what order: what istioctl does with its messages before it prints them.

Source: Istio 1.30 pkg/config/analysis/local (filterMessages) and pkg/config/analysis/diag (SortedDedupedCopy).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from snippet_check.diagnostics import Diagnostic
from snippet_check.mesh.content import strings
from snippet_check.resource import Place

_SUPPRESS = "galley.istio.io/analyze-suppress"


class Suppression(NamedTuple):
    """`-S CODE=GLOB`: no finding of this code about an object whose origin, `DestinationRule default/a`, matches."""

    code: str
    origin: re.Pattern[str]


def suppression(code: str, glob: str) -> Suppression:
    """A suppression; in the glob only `*` stands for more than itself."""
    return Suppression(code, re.compile(".*".join(map(re.escape, glob.split("*"))), re.DOTALL))


def is_shown(finding: Diagnostic, namespace: str | None, suppressions: Iterable[Suppression]) -> bool:
    """Whether a finding is about the chosen namespace (None for all) and nobody suppressed it."""
    if not isinstance(finding.where, Place):
        return True
    resource = finding.where.resource
    own_namespace = resource.name if resource.kind == "Namespace" else resource.namespace
    if namespace is not None and own_namespace not in ("", namespace):
        return False
    # Split at commas and no more: an element with a blank before it matches nothing.
    suppressed = strings(resource.metadata, "annotations").get(_SUPPRESS, "").split(",")
    if finding.code in suppressed or "*" in suppressed:
        return False
    return not any(one.code == finding.code and one.origin.fullmatch(finding.origin) for one in suppressions)


class Entry(NamedTuple):
    """A finding with the reference it is shown with: FILE:LINE, FILE, or "" for what is in no file."""

    finding: Diagnostic
    reference: str


def in_istios_order(entries: Iterable[Entry]) -> list[Entry]:
    """Sorted as istioctl sorts, each once: what it would print in the same words is one finding."""
    unique = {(e.finding.level, e.finding.code, e.finding.origin, e.reference, e.finding.arguments): e for e in entries}
    return sorted(unique.values(), key=_istios_key)


def _istios_key(entry: Entry) -> tuple[object, ...]:
    finding = entry.finding
    comparator = finding.origin
    if isinstance(finding.where, Place):
        resource = finding.where.resource
        comparator = f"{resource.kind}/{resource.name}/{resource.namespace}"
    return finding.level.severity, finding.code, comparator, entry.reference
