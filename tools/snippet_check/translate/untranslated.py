"""What of a mesh changes traffic and is not translated yet: whoever shows an answer has to name it."""

from __future__ import annotations

from collections.abc import Iterator

from snippet_check.mesh.content import strings
from snippet_check.mesh.mesh import Mesh
from snippet_check.resource import Place

_KINDS = ("AuthorizationPolicy", "EnvoyFilter", "RequestAuthentication", "TrafficExtension", "WasmPlugin")
_WAYPOINT_CLASSES = frozenset(("istio-waypoint", "istio-east-west"))
_AMBIENT = "istio.io/dataplane-mode"


def untranslated(mesh: Mesh) -> Iterator[Place]:
    """The resources, or the fields of them, that have no effect here and would have one in a cluster."""
    for kind in _KINDS:
        yield from (resource.at() for resource in mesh.of_kind(kind))
    for gateway in mesh.of_kind("KubernetesGateway"):
        if gateway.spec.get("gatewayClassName") in _WAYPOINT_CLASSES:
            yield gateway.at("spec", "gatewayClassName")
    for kind in ("Namespace", "Pod"):
        for resource in mesh.of_kind(kind):
            if strings(resource.metadata, "labels").get(_AMBIENT) == "ambient":
                yield resource.at("metadata", "labels", _AMBIENT)
