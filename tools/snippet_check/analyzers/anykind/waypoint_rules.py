"""A VirtualService or DestinationRule for a Service of ambient mode is where the Service's waypoint finds it.

Source: Istio 1.30 pilot/pkg/networking/core/listener_waypoint.go (getVirtualServiceForWaypoint) and
pilot/pkg/model/push_context.go (destinationRule). Sidecars and gateways read these rules by themselves: the check is
for meshes in which nobody else does.
"""

from __future__ import annotations

from collections.abc import Iterator

from snippet_check.diagnostics import Diagnostic, message_type
from snippet_check.mesh import MESH_GATEWAY, Mesh
from snippet_check.mesh.ambient import namespace_is_captured, nobody_has_a_sidecar, service_waypoint
from snippet_check.mesh.content import mappings, text, texts
from snippet_check.mesh.gateway_api.classes import is_waypoint
from snippet_check.mesh.hosts import expand, resource_name
from snippet_check.resource import FieldPath, Resource

INPUTS = frozenset(
    {"VirtualService", "DestinationRule", "Service", "Namespace", "Pod", "Gateway", "KubernetesGateway", "GatewayClass"}
)


def analyze(mesh: Mesh) -> Iterator[Diagnostic]:
    if not nobody_has_a_sidecar(mesh):
        return
    for virtual_service in mesh.of_kind("VirtualService"):
        if MESH_GATEWAY in (texts(virtual_service.spec, "gateways") or [MESH_GATEWAY]):
            for i, host in enumerate(texts(virtual_service.spec, "hosts")):
                yield from _check(virtual_service, host, ("spec", "hosts", i), set(), mesh)
    if _has_gateway(mesh):
        return
    for rule in mesh.of_kind("DestinationRule"):
        if any("trafficPolicy" in policy for policy in (rule.spec, *mappings(rule.spec, "subsets"))):
            yield from _check(rule, text(rule.spec, "host"), ("spec", "host"), {mesh.root_namespace}, mesh)


def _check(rule: Resource, host: str, path: FieldPath, also_read: set[str], mesh: Mesh) -> Iterator[Diagnostic]:
    name = resource_name(expand(host, rule.namespace), rule.namespace)
    service = mesh.get("Service", name.namespace, name.name)
    if service is None or not namespace_is_captured(service.namespace, mesh):
        return
    waypoint = service_waypoint(service, mesh)
    if isinstance(waypoint, str):
        where = rule.at(*path)
        yield message_type("SC0272").at(where, kind=rule.kind, service=str(service.full_name), reason=waypoint)
    elif rule.namespace not in {service.namespace, waypoint.namespace} | also_read:
        yield message_type("SC0273").at(
            rule.at("metadata", "namespace"),
            related=(waypoint.at("metadata", "name"),),
            namespace=rule.namespace,
            service=str(service.full_name),
            waypoint=str(waypoint.full_name),
        )


def _has_gateway(mesh: Mesh) -> bool:
    """Whether there is a gateway: it uses DestinationRules for what it sends on."""
    return bool(mesh.of_kind("Gateway")) or not all(is_waypoint(one, mesh) for one in mesh.of_kind("KubernetesGateway"))
