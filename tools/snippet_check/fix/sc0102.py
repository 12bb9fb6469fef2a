"""An apiVersion that is not served: the newest one that is, where only one group has the kind."""

from __future__ import annotations

import re
from collections.abc import Sequence

from snippet_check.diagnostics import Diagnostic
from snippet_check.fix.edit import Edit
from snippet_check.resource import Resource

_VERSION = re.compile(r"v\d+\w*")


def mend(finding: Diagnostic, resources: Sequence[Resource]) -> Edit | None:
    served = str(dict(finding.arguments)["closest"]).split(", ")
    groups = {group for group, _, _ in (one.rpartition("/") for one in served)}
    certain = len(groups) == 1 and _VERSION.fullmatch(served[0].rpartition("/")[2])
    return Edit(finding.location(), served[0]) if certain else None
