"""Ambient mode: who is in it, and which waypoint the requests of a Service pass.

Source: Istio 1.30 pilot/pkg/serviceregistry/ambient/waypoints.go (fetchWaypointForTarget, fetchWaypointForService).
"""

from __future__ import annotations

from typing import NamedTuple

from snippet_check.mesh.content import mapping, mappings, text
from snippet_check.mesh.gateway_api.classes import is_waypoint
from snippet_check.mesh.labels import labels
from snippet_check.mesh.membership import DATAPLANE_MODE, containers, has_proxy
from snippet_check.mesh.mesh import Mesh
from snippet_check.resource import Place, Resource

USE_WAYPOINT = "istio.io/use-waypoint"
USE_WAYPOINT_NAMESPACE = "istio.io/use-waypoint-namespace"

_NONE = "none"
_WAYPOINT_FOR = "istio.io/waypoint-for"
_FOR_SERVICES = frozenset(("service", "all"))


class WaypointReference(NamedTuple):
    """The waypoint that an object, or else its namespace, asks for in a label."""

    namespace: str
    name: str
    place: Place

    def gateway(self, mesh: Mesh) -> Resource | None:
        """The waypoint, None where no Gateway of this name is one or it is not for that namespace."""
        found = mesh.get("KubernetesGateway", self.namespace, self.name)
        if found is None or not is_waypoint(found, mesh):
            return None
        same = self.place.resource.namespace or self.place.resource.name
        return found if self.namespace == same or _is_open(found) else None


def has_sidecar(pod: Resource) -> bool:
    """Whether a Pod brings its own proxy; a ztunnel leaves such a one alone."""
    return has_proxy(containers(pod.spec))


def namespace_is_captured(name: str, mesh: Mesh) -> bool:
    """Whether the Namespace is labelled for ambient mode."""
    namespace = mesh.get("Namespace", "", name)
    return namespace is not None and labels(namespace).get(DATAPLANE_MODE) == "ambient"


def nobody_has_a_sidecar(mesh: Mesh) -> bool:
    """Whether no Pod has one: then ztunnels and waypoints do all there is to do between workloads."""
    return mesh.once(_nobody_has_a_sidecar)


def _nobody_has_a_sidecar(mesh: Mesh) -> bool:
    return not any(has_sidecar(pod) for pod in mesh.of_kind("Pod"))


def reference(resource: Resource) -> WaypointReference | None:
    """The waypoint that an object's own label names."""
    own = labels(resource)
    if own.get(USE_WAYPOINT, _NONE) == _NONE:
        return None
    namespace = own.get(USE_WAYPOINT_NAMESPACE) or resource.namespace or resource.name
    return WaypointReference(namespace, own[USE_WAYPOINT], resource.at("metadata", "labels", USE_WAYPOINT))


def service_waypoint(service: Resource, mesh: Mesh) -> Resource | str:
    """The waypoint of a Service; where there is none, why: "missing", "none" or "absent"."""
    if labels(service).get(USE_WAYPOINT) == _NONE:
        return "none"
    namespace = mesh.get("Namespace", "", service.namespace)
    wanted = reference(service) or (reference(namespace) if namespace else None)
    if wanted is None:
        return "missing"
    waypoint = wanted.gateway(mesh)
    return waypoint if waypoint is not None and _is_for_services(waypoint, mesh) else "absent"


def _is_for_services(waypoint: Resource, mesh: Mesh) -> bool:
    gateway_class = mesh.get("GatewayClass", "", text(waypoint.spec, "gatewayClassName"))
    of_class = labels(gateway_class).get(_WAYPOINT_FOR, "service") if gateway_class else "service"
    return labels(waypoint).get(_WAYPOINT_FOR, of_class) in _FOR_SERVICES


def _is_open(waypoint: Resource) -> bool:
    """Whether other namespaces may use a waypoint; a selector is taken to select them."""
    allowed = (mapping(one, "allowedRoutes", "namespaces") for one in mappings(waypoint.spec, "listeners"))
    return any(text(one, "from") in ("All", "Selector") for one in allowed)
