"""The backends of a route's rule as destinations.

Source: Istio 1.30 pilot/pkg/config/kube/gateway/conversion.go (buildDestination, buildHTTPDestination).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from snippet_check.mesh.content import mappings, number, text
from snippet_check.mesh.gateway_api.conditions import Problem, RouteError
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
from snippet_check.resource import Content, Place
from snippet_check.schema.kinds import GATEWAY_API

NOWHERE = Destination("")
"""A backend that may not be referred to, or of a kind that istiod does not know: requests are answered with 500."""

_HOSTNAME = GroupKind(ISTIO_NETWORKING, "Hostname")
_SERVICE_IMPORT = GroupKind("multicluster.x-k8s.io", "ServiceImport")

Headers = Callable[[Content, Place], Content]
"""What reads the header operations of a backend's filters."""


class Target(NamedTuple):
    """What a BackendRef leads to, and what is wrong with it."""

    destination: Destination
    problem: Problem | None


class Targets(NamedTuple):
    """The backends of a rule that get anything, and the last thing that is wrong with one of them."""

    destinations: tuple[WeightedDestination, ...]
    problem: Problem | None


def weight_sum(rule: Content) -> int:
    """The weights of a rule's backends, 1 where none is written."""
    return sum(_weight(backend) for backend in mappings(rule, "backendRefs"))


def targets(rule: Content, place: Place, mesh: Mesh, granted: bool, headers: Headers) -> Targets:
    """The backends of a rule. Raises RouteError.

    With `granted`, those of other namespaces need a ReferenceGrant: for routes of the mesh they do not.
    """
    backends = [(i, one) for i, one in enumerate(mappings(rule, "backendRefs")) if _weight(one)]
    found: list[WeightedDestination] = []
    problem: Problem | None = None
    for i, backend in backends:
        at = Place(place.resource, (*place.path, "backendRefs", i))
        destination, own = target(backend, at, mesh, granted)
        weight = _weight(backend) if len(backends) > 1 else 0
        found.append(WeightedDestination(destination, weight, headers(backend, at), at))
        problem = own or problem
    return Targets(tuple(found), problem)


def target(backend: Content, place: Place, mesh: Mesh, granted: bool) -> Target:
    """What a BackendRef leads to. Raises RouteError for one that says too little or too much."""
    route, kind, name = place.resource, group_kind(backend, SERVICE), text(backend, "name")
    namespace = text(backend, "namespace") or route.namespace
    if granted and namespace != route.namespace:
        source = GroupKind(GATEWAY_API, route.kind)
        if not mesh.once(ReferenceGrants).allow(source, route.namespace, kind, namespace, name):
            return Target(NOWHERE, Problem("RefNotPermitted", place))
    if kind == SERVICE and "." in name:  # a Service is named, never its host
        raise RouteError("InvalidDestination", place)
    if kind == _HOSTNAME and text(backend, "namespace"):
        raise RouteError("InvalidDestination", place)
    if kind not in (SERVICE, _SERVICE_IMPORT, _HOSTNAME):
        return Target(NOWHERE, Problem("InvalidKind", place))
    if not number(backend, "port"):
        raise RouteError("InvalidDestination", place)
    host = name if kind == _HOSTNAME else f"{name}.{namespace}.{SERVICE_DOMAIN}"
    found = Destination(host, port=number(backend, "port"))
    return Target(found, None if _exists(kind, namespace, name, mesh) else Problem("BackendNotFound", place))


def _exists(kind: GroupKind, namespace: str, name: str, mesh: Mesh) -> bool:
    """Whether a backend is there: the Service, or the service of a host beside the route."""
    if kind == _HOSTNAME:
        return registry(mesh).service(namespace, name) is not None
    return mesh.get("Service", namespace, name) is not None


def _weight(backend: Content) -> int:
    return number(backend, "weight") if backend.get("weight") is not None else 1
