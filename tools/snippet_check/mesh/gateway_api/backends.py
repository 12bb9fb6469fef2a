"""The backends of a route's rule as destinations.

Source: Istio 1.30 pilot/pkg/config/kube/gateway/conversion.go (buildDestination, buildHTTPDestination).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from snippet_check.mesh.content import mappings, number, text
from snippet_check.mesh.gateway_api.references import (
    ISTIO_NETWORKING,
    SERVICE,
    GroupKind,
    ReferenceGrants,
    group_kind,
)
from snippet_check.mesh.hosts import SERVICE_DOMAIN
from snippet_check.mesh.mesh import Mesh
from snippet_check.mesh.registry import registry
from snippet_check.mesh.virtual_service import Destination, WeightedDestination
from snippet_check.resource import Content, Place, Resource
from snippet_check.schema.kinds import GATEWAY_API

NOWHERE = Destination("")
"""A backend that may not be referred to, or of a kind that istiod does not know: requests are answered with 500."""

_HOSTNAME = GroupKind(ISTIO_NETWORKING, "Hostname")
_SERVICE_IMPORT = GroupKind("multicluster.x-k8s.io", "ServiceImport")

Headers = Callable[[Content], Content]
"""What reads the header operations of a backend's filters."""


class RouteError(ValueError):
    """A rule that cannot be converted: the whole route has no effect."""


def weight_sum(rule: Content) -> int:
    """The weights of a rule's backends, 1 where none is written."""
    return sum(_weight(backend) for backend in mappings(rule, "backendRefs"))


def destinations(
    rule: Content, place: Place, mesh: Mesh, granted: bool, headers: Headers
) -> tuple[WeightedDestination, ...]:
    """The backends that get anything. Raises RouteError.

    With `granted`, those of other namespaces need a ReferenceGrant: for routes of the mesh they do not.
    """
    return tuple(_destinations(rule, place, mesh, granted, headers))


def _destinations(
    rule: Content, place: Place, mesh: Mesh, granted: bool, headers: Headers
) -> Iterator[WeightedDestination]:
    backends = [(i, one) for i, one in enumerate(mappings(rule, "backendRefs")) if _weight(one)]
    for i, backend in backends:
        found = destination(backend, place.resource, mesh, granted)
        weight = _weight(backend) if len(backends) > 1 else 0
        yield WeightedDestination(found, weight, headers(backend), _at(place, "backendRefs", i))


def destination(backend: Content, route: Resource, mesh: Mesh, granted: bool) -> Destination:
    """The destination of a BackendRef. Raises RouteError for one that says too little or too much."""
    kind, name = group_kind(backend, SERVICE), text(backend, "name")
    namespace = text(backend, "namespace") or route.namespace
    if granted and namespace != route.namespace:
        source = GroupKind(GATEWAY_API, route.kind)
        if not mesh.once(ReferenceGrants).allow(source, route.namespace, kind, namespace, name):
            return NOWHERE
    if kind == SERVICE and "." in name:
        raise RouteError("a Service's name, not its host")
    if kind == _HOSTNAME and text(backend, "namespace"):
        raise RouteError("a Hostname is of no namespace")
    if kind not in (SERVICE, _SERVICE_IMPORT, _HOSTNAME):
        return NOWHERE
    if not number(backend, "port"):
        raise RouteError("a backend needs a port")
    host = name if kind == _HOSTNAME else f"{name}.{namespace}.{SERVICE_DOMAIN}"
    return Destination(host, port=number(backend, "port"))


def exists(backend: Content, route: Resource, mesh: Mesh) -> bool:
    """Whether a backend is there: the Service, or the service of a host beside the route."""
    namespace, name = text(backend, "namespace") or route.namespace, text(backend, "name")
    if group_kind(backend, SERVICE) == _HOSTNAME:
        return registry(mesh).service(namespace, name) is not None
    return mesh.get("Service", namespace, name) is not None


def _weight(backend: Content) -> int:
    return number(backend, "weight") if backend.get("weight") is not None else 1


def _at(place: Place, *path: str | int) -> Place:
    return Place(place.resource, (*place.path, *path))
