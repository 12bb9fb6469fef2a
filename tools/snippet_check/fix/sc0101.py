"""A misspelt kind with one near name."""

from __future__ import annotations

from collections.abc import Sequence

from snippet_check.diagnostics import Diagnostic
from snippet_check.fix.edit import Edit, is_one_word
from snippet_check.resource import Resource


def mend(finding: Diagnostic, resources: Sequence[Resource]) -> Edit | None:
    closest = str(dict(finding.arguments)["closest"])
    return Edit(finding.location(), closest) if is_one_word(closest) else None
