"""Where RequestAuthentications exist, istiod limits the addresses from which it fetches keys."""

from __future__ import annotations

from collections.abc import Iterator

from snippet_check.diagnostics import Diagnostic, message_type
from snippet_check.mesh import Mesh
from snippet_check.mesh.content import mapping, mappings, text
from snippet_check.mesh.labels import labels
from snippet_check.resource import Resource

NAME = "authn.BlockedCIDRsAnalyzer"
INPUTS = frozenset({"RequestAuthentication", "Deployment"})

_VARIABLE = "BLOCKED_CIDRS_IN_JWKS_URIS"
_NAMES_SHOWN = 5


def analyze(mesh: Mesh) -> Iterator[Diagnostic]:
    names = [str(authentication.full_name) for authentication in mesh.of_kind("RequestAuthentication")]
    if not names:
        return
    shown = ", ".join([*names[:_NAMES_SHOWN], *(["…"] if len(names) > _NAMES_SHOWN else [])])
    for deployment in mesh.of_kind("Deployment"):
        if labels(deployment).get("app") == "istiod" and not _limits(deployment):
            place = deployment.at("spec", "template", "spec", "containers")
            yield message_type("IST0175").at(place, reported=(), count=len(names), names=shown)


def _limits(deployment: Resource) -> bool:
    return any(
        text(variable, "name") == _VARIABLE and text(variable, "value")
        for container in mappings(mapping(deployment.spec, "template", "spec"), "containers")
        for variable in mappings(container, "env")
    )
