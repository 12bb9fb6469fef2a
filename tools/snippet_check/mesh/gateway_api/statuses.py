"""The status that istiod writes into Gateways, ListenerSets and routes.

Source: Istio 1.30 pilot/pkg/config/kube/gateway (reportGatewayStatus, reportListenerSetStatus, createRouteStatus).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from snippet_check.mesh.content import mappings
from snippet_check.mesh.gateway_api.addresses import accepted, programmed
from snippet_check.mesh.gateway_api.classes import REMOTE_CONTROLLER, controller_of, is_istios
from snippet_check.mesh.gateway_api.conditions import Condition, Problem, condition
from snippet_check.mesh.gateway_api.http_rules import http_rules
from snippet_check.mesh.gateway_api.listener_sets import parent_gateway, takes_listener_set
from snippet_check.mesh.gateway_api.listeners import Listeners
from snippet_check.mesh.gateway_api.parents import ROUTE_KINDS, Attachment, attachments
from snippet_check.mesh.gateway_api.programmed import listener_conditions
from snippet_check.mesh.gateway_api.references import GATEWAY, LISTENER_SET, GroupKind
from snippet_check.mesh.gateway_api.tls_rules import tls_rules
from snippet_check.mesh.mesh import Mesh
from snippet_check.resource import Place, Resource
from snippet_check.schema.kinds import KUBERNETES_GATEWAY

_REFUSALS = ("NotAllowedByListeners", "NoMatchingListenerHostname", "NoMatchingParent")
"""Of several listeners that refuse a route, the one whose reason comes first here is reported."""
_NOBODY = (Condition("Accepted", "Unknown", "Pending"), Condition("Programmed", "Unknown", "Pending"))
"""What the schema writes into a Gateway that nobody has looked at."""


class Status(NamedTuple):
    """The conditions of a resource, or of one of its listeners or parents."""

    resource: Resource
    part: Place | None
    """The listener or the parentRef that they are about, None for the resource itself."""
    conditions: tuple[Condition, ...]
    """Empty for a parent that is none of istiod's: it writes nothing about it."""

    @property
    def holds(self) -> bool:
        """Whether all is as it should be: istiod reports, and blames no value."""
        return bool(self.conditions) and all(one.place is None for one in self.conditions)


def statuses(mesh: Mesh) -> Iterator[Status]:
    """The status of everything that istiod reports on, or leaves alone."""
    for gateway in mesh.of_kind(KUBERNETES_GATEWAY):
        yield from _of_gateway(gateway, mesh)
    for listener_set in mesh.of_kind("ListenerSet"):
        yield from _of_listener_set(listener_set, mesh)
    for kind in ROUTE_KINDS:
        for route in mesh.of_kind(kind):
            yield from _of_route(route, mesh)


def _of_gateway(gateway: Resource, mesh: Mesh) -> Iterator[Status]:
    if is_istios(gateway, mesh):
        ports = mesh.once(Listeners).ports(gateway)
        yield Status(gateway, None, (accepted(gateway), programmed(gateway, ports, mesh)))
        yield from _of_listeners(gateway, GATEWAY, mesh)
    elif controller_of(gateway, mesh) == REMOTE_CONTROLLER:
        yield Status(gateway, None, (condition("Accepted"), condition("Programmed")))
    else:
        at = gateway.at("spec", "gatewayClassName")
        yield Status(gateway, None, tuple(one._replace(place=at) for one in _NOBODY))


def _of_listener_set(listener_set: Resource, mesh: Mesh) -> Iterator[Status]:
    gateway = parent_gateway(listener_set, mesh)
    if gateway is None:
        yield Status(listener_set, None, ())
    elif not takes_listener_set(gateway, listener_set, mesh):
        refusal = Problem("NotAllowed", listener_set.at("spec", "parentRef"))
        yield Status(listener_set, None, (condition("Accepted", refusal), condition("Programmed", refusal)))
    else:
        ports = {one.port for one in mesh.once(Listeners).of(LISTENER_SET, *listener_set.full_name)}
        yield Status(listener_set, None, (accepted(gateway), programmed(gateway, ports, mesh)))
        yield from _of_listeners(listener_set, LISTENER_SET, mesh)


def _of_listeners(owner: Resource, kind: GroupKind, mesh: Mesh) -> Iterator[Status]:
    for listener in mesh.once(Listeners).of(kind, *owner.full_name):
        yield Status(owner, listener.place, tuple(listener_conditions(listener, mesh)))


def _of_route(route: Resource, mesh: Mesh) -> Iterator[Status]:
    asked = list(attachments(route, mesh))
    rules = tls_rules if route.kind == "TLSRoute" else http_rules
    problems = {
        in_mesh: rules(route, mesh, granted=not in_mesh).problem for in_mesh in {one.parent.is_mesh for one in asked}
    }
    by_reference = {i: list(own) for i, own in groupby(asked, key=lambda one: one.reference)}
    for i, _ in enumerate(mappings(route.spec, "parentRefs")):
        own, place = by_reference.get(i, []), route.at("spec", "parentRefs", i)
        yield Status(route, place, tuple(_of_parent(own, problems[own[0].parent.is_mesh], place)) if own else ())


def _of_parent(asked: list[Attachment], problem: Problem | None, place: Place) -> Iterator[Condition]:
    refusals = {one.refusal for one in asked}
    refusal = "" if "" in refusals else next(reason for reason in _REFUSALS if reason in refusals)
    yield condition("Accepted", Problem(refusal, place) if refusal else None)
    yield condition("ResolvedRefs", problem)
