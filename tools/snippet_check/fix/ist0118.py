"""A port's name that tells no protocol: the protocol that the port's number is known for goes before it."""

from __future__ import annotations

from collections.abc import Sequence

from snippet_check.diagnostics import Diagnostic
from snippet_check.fix.edit import Edit
from snippet_check.resource import Place, Resource

_PROTOCOLS = {80: "http", 8080: "http", 443: "https", 8443: "https", 3306: "mysql", 6379: "redis", 27017: "mongo"}


def mend(finding: Diagnostic, resources: Sequence[Resource]) -> Edit | None:
    arguments, where = dict(finding.arguments), finding.where
    port, name = arguments["port"], arguments["name"]
    if not name or port not in _PROTOCOLS or not isinstance(where, Place):
        return None
    return Edit(where.resource.at(*where.path[:-1], "name").location(), f"{_PROTOCOLS[port]}-{name}")
