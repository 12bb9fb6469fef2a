"""A misspelt field with one near name."""

from __future__ import annotations

from collections.abc import Sequence

from snippet_check.diagnostics import Diagnostic
from snippet_check.fix.edit import Edit, is_one_word
from snippet_check.load.positions import locate_key
from snippet_check.resource import Place, Resource


def mend(finding: Diagnostic, resources: Sequence[Resource]) -> Edit | None:
    closest, where = str(dict(finding.arguments)["closest"]), finding.where
    if not is_one_word(closest) or not isinstance(where, Place):
        return None
    resource = where.resource
    return Edit(locate_key(resource.document, (*resource.root, *where.path)), closest)
