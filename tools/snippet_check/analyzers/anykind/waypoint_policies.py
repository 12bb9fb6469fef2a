"""A policy for a Service has a waypoint in front of that Service, which is who applies it.

Source: Istio 1.30 pilot/pkg/model/policyattachment.go (ShouldAttachPolicy): only waypoints take policies for Services.
"""

from __future__ import annotations

from collections.abc import Iterator

from snippet_check.diagnostics import Diagnostic, message_type
from snippet_check.mesh import Mesh
from snippet_check.mesh.ambient import service_waypoint
from snippet_check.mesh.content import mapping, mappings, text
from snippet_check.resource import Content, FieldPath, Resource

INPUTS = frozenset(
    {
        "AuthorizationPolicy",
        "RequestAuthentication",
        "Telemetry",
        "WasmPlugin",
        "Service",
        "Namespace",
        "KubernetesGateway",
        "GatewayClass",
    }
)

_POLICIES = ("AuthorizationPolicy", "RequestAuthentication", "Telemetry", "WasmPlugin")


def analyze(mesh: Mesh) -> Iterator[Diagnostic]:
    for kind in _POLICIES:
        for policy in mesh.of_kind(kind):
            for path, target in _targets(policy):
                yield from _check(policy, path, target, mesh)


def _targets(policy: Resource) -> Iterator[tuple[FieldPath, Content]]:
    if "targetRef" in policy.spec:
        yield ("spec", "targetRef"), mapping(policy.spec, "targetRef")
    for i, target in enumerate(mappings(policy.spec, "targetRefs")):
        yield ("spec", "targetRefs", i), target


def _check(policy: Resource, path: FieldPath, target: Content, mesh: Mesh) -> Iterator[Diagnostic]:
    if (text(target, "group"), text(target, "kind")) not in (("", "Service"), ("core", "Service")):
        return
    service = mesh.get("Service", policy.namespace, text(target, "name"))
    waypoint = service_waypoint(service, mesh) if service else None
    if service and isinstance(waypoint, str) and (waypoint != "missing" or _is_written(service.namespace, mesh)):
        where = policy.at(*path, "name")
        yield message_type("SC0272").at(where, kind=policy.kind, service=str(service.full_name), reason=waypoint)


def _is_written(namespace: str, mesh: Mesh) -> bool:
    """Whether the Namespace is among the files: one that lives elsewhere may name a waypoint."""
    found = mesh.get("Namespace", "", namespace)
    return found is not None and bool(found.written)
