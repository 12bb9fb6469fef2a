"""A misspelt kind with one near name."""

from __future__ import annotations

from collections.abc import Sequence

from snippet_check.diagnostics import Diagnostic
from snippet_check.fix.edit import Edit
from snippet_check.fix.names import meant
from snippet_check.resource import Resource


def mend(finding: Diagnostic, resources: Sequence[Resource]) -> Edit | None:
    arguments = dict(finding.arguments)
    kind = meant(str(arguments["kind"]), str(arguments["closest"]))
    return Edit(finding.location(), kind) if kind else None
