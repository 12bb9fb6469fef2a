"""An apiVersion that is not served: the newest one that is."""

from __future__ import annotations

from collections.abc import Sequence

from snippet_check.diagnostics import Diagnostic
from snippet_check.fix.edit import Edit
from snippet_check.resource import Resource


def mend(finding: Diagnostic, resources: Sequence[Resource]) -> Edit | None:
    newest, *_ = str(dict(finding.arguments)["closest"]).split(", ")
    return Edit(finding.location(), newest) if "/" in newest else None
