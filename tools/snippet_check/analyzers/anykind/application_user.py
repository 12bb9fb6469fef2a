"""No application runs as user 1337, which is the sidecar's."""

from __future__ import annotations

from collections.abc import Iterator

from snippet_check.diagnostics import Diagnostic, message_type
from snippet_check.mesh import Mesh
from snippet_check.mesh.content import mapping, mappings, number, text
from snippet_check.mesh.membership import PROXY_CONTAINER, is_control_plane
from snippet_check.resource import Content, FieldPath

NAME = "applicationUID.Analyzer"
INPUTS = frozenset({"Pod", "Deployment"})

_PROXY_USER = 1337
_OWN_CONTAINERS = frozenset((PROXY_CONTAINER, "istio-operator"))
_POD_SPEC: dict[str, FieldPath] = {"Pod": ("spec",), "Deployment": ("spec", "template", "spec")}


def analyze(mesh: Mesh) -> Iterator[Diagnostic]:
    for kind, path in _POD_SPEC.items():
        for resource in mesh.of_kind(kind):
            if not is_control_plane(resource):
                for user in _users(mapping(resource.content, *map(str, path))):
                    yield message_type("IST0144").at(resource.at(*path, *user), reported=())


def _users(pod_spec: Content) -> Iterator[FieldPath]:
    """Where a Pod's spec names the user."""
    if _is_proxy_user(pod_spec):
        yield "securityContext", "runAsUser"
    for i, container in enumerate(mappings(pod_spec, "containers")):
        if text(container, "name") not in _OWN_CONTAINERS and _is_proxy_user(container):
            yield "containers", i, "securityContext", "runAsUser"


def _is_proxy_user(content: Content) -> bool:
    return number(mapping(content, "securityContext"), "runAsUser") == _PROXY_USER
