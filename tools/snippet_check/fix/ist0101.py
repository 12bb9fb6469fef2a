"""A host that names a Service but not in full: the one Service that can be meant, by its full name."""

from __future__ import annotations

from collections.abc import Sequence

from snippet_check.diagnostics import Diagnostic
from snippet_check.fix.edit import Edit
from snippet_check.mesh.hosts import SERVICE_DOMAIN
from snippet_check.resource import Resource

_HOSTS = ("host", "mirror host")


def mend(finding: Diagnostic, resources: Sequence[Resource]) -> Edit | None:
    arguments = dict(finding.arguments)
    if arguments["kind"] not in _HOSTS:
        return None
    name, _, rest = str(arguments["name"]).partition(".")
    namespace = rest.removesuffix(".svc")
    services = [one for one in resources if one.kind == "Service" and one.name == name]
    meant = [one for one in services if one.namespace == namespace] or services
    if "." in namespace or len(meant) != 1:
        return None
    return Edit(finding.location(), f"{name}.{meant[0].namespace}.{SERVICE_DOMAIN}")
