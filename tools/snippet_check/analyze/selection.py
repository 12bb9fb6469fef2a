"""Which findings are shown: those of a namespace, and those that nobody suppressed.

Source: Istio 1.30 pkg/config/analysis/local (filterMessages).
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
