"""No condition in a status says that Istio or a gateway could not do what a resource asks for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from snippet_check.diagnostics import Diagnostic, message_type
from snippet_check.mesh import Mesh
from snippet_check.mesh.content import mappings, text
from snippet_check.resource import Content, FieldPath, Resource

NAME = "conditions.ConditionAnalyzer"
INPUTS = frozenset(
    {"Service", "ServiceEntry", "WorkloadEntry", "AuthorizationPolicy", "KubernetesGateway", "HTTPRoute", "GRPCRoute"}
)

_WAYPOINT = frozenset(("istio.io/WaypointBound",))
_POLICY = frozenset(("ZtunnelAccepted", "WaypointAccepted"))
_GATEWAY = frozenset(("Accepted", "Programmed", "ResolvedRefs"))
_NEGATIVE = {
    "Service": _WAYPOINT,
    "ServiceEntry": _WAYPOINT,
    "WorkloadEntry": _WAYPOINT,
    "AuthorizationPolicy": _POLICY,
    "KubernetesGateway": _GATEWAY,
    "HTTPRoute": _GATEWAY,
    "GRPCRoute": _GATEWAY,
}
"""By kind, the conditions whose status must not be False."""


def analyze(mesh: Mesh) -> Iterator[Diagnostic]:
    for kind in sorted(INPUTS):
        for resource in mesh.of_kind(kind):
            if "status" in resource.content:
                yield from _check(kind, resource)


def _check(kind: str, resource: Resource) -> Iterator[Diagnostic]:
    for path, condition in _conditions(kind, resource.content["status"]):
        condition_type, reason = text(condition, "type"), text(condition, "reason")
        # Istio compares with "" where it expects nothing: an unknown type without a status is reported too.
        expected = "False" if condition_type in _NEGATIVE[kind] else ""
        partly = kind == "AuthorizationPolicy" and condition_type == "WaypointAccepted" and reason == "PartiallyInvalid"
        if text(condition, "status") == expected or partly:
            yield message_type("IST0171").at(
                resource.at(*path),
                reported=(),
                type=condition_type,
                reason=reason,
                message=text(condition, "message"),
            )


def _conditions(kind: str, status: Any) -> Iterator[tuple[FieldPath, Content]]:
    """Every condition and its path; routes have them for each of their parents."""
    if kind in ("HTTPRoute", "GRPCRoute"):
        for i, parent in enumerate(mappings(status, "parents")):
            for j, condition in enumerate(mappings(parent, "conditions")):
                yield ("status", "parents", i, "conditions", j), condition
    else:
        for i, condition in enumerate(mappings(status, "conditions")):
            yield ("status", "conditions", i), condition
