"""GatewayClasses: which Gateways are istiod's, and the services whose Pods serve them."""

from __future__ import annotations

from collections.abc import Iterator

from snippet_check.mesh.content import mappings, strings, text
from snippet_check.mesh.hosts import SERVICE_DOMAIN
from snippet_check.mesh.mesh import Mesh
from snippet_check.resource import Resource

GATEWAY_CONTROLLER = "istio.io/gateway-controller"
REMOTE_CONTROLLER = "istio.io/unmanaged-gateway"
_WAYPOINT_CONTROLLER = "istio.io/mesh-controller"
_BUILT_IN = {
    "istio": GATEWAY_CONTROLLER,
    "istio-remote": REMOTE_CONTROLLER,
    "istio-waypoint": _WAYPOINT_CONTROLLER,
}
"""Classes that need no object, with their controllers."""
_NAME_ANNOTATION = "gateway.istio.io/name-override"


def is_istios(gateway: Resource, mesh: Mesh) -> bool:
    """Whether istiod makes listeners and routes of a Gateway: not of a remote one, nor of a waypoint."""
    return controller_of(gateway, mesh) == GATEWAY_CONTROLLER


def is_waypoint(gateway: Resource, mesh: Mesh) -> bool:
    """Whether a Gateway is a waypoint of ambient mode."""
    return controller_of(gateway, mesh) == _WAYPOINT_CONTROLLER


def controller_of(gateway: Resource, mesh: Mesh) -> str:
    """The controller of a Gateway's class, "" for one that is not Istio's."""
    name = text(gateway.spec, "gatewayClassName")
    found = mesh.get("GatewayClass", "", name)
    controller = text(found.spec, "controllerName") if found else ""
    return controller if controller in _BUILT_IN.values() else _BUILT_IN.get(name, "")


def gateway_services(gateway: Resource) -> frozenset[str]:
    """The hostnames of a Gateway's services: the one that istiod makes for it, or those its addresses name."""
    if is_managed(gateway):
        name = strings(gateway.metadata, "annotations").get(_NAME_ANNOTATION)
        name = name or f"{gateway.name}-{text(gateway.spec, 'gatewayClassName')}"
        return frozenset({f"{name}.{gateway.namespace}.{SERVICE_DOMAIN}"})
    return frozenset(_named_services(gateway))


def is_managed(gateway: Resource) -> bool:
    """Whether istiod makes the Deployment and the Service of a Gateway: its addresses do not name a Service."""
    types = [address.get("type") for address in mappings(gateway.spec, "addresses")]
    return not types or (len(types) == 1 and types[0] in (None, "IPAddress"))


def _named_services(gateway: Resource) -> Iterator[str]:
    for address in mappings(gateway.spec, "addresses"):
        if address.get("type") in (None, "Hostname"):
            host = text(address, "value")
            yield host if "." in host else f"{host}.{gateway.namespace}.{SERVICE_DOMAIN}"
