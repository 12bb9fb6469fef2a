"""The parents of a route: the listeners it attaches to, or the mesh for a service.

Source: Istio 1.30 pilot/pkg/config/kube/gateway/conversion.go (extractParentReferenceInfo, referenceAllowed).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from snippet_check.mesh.content import mappings, number, text, texts
from snippet_check.mesh.gateway_api.listeners import Listener, Listeners
from snippet_check.mesh.gateway_api.references import (
    GATEWAY,
    LISTENER_SET,
    SERVICE,
    SERVICE_ENTRY,
    GroupKind,
    group_kind,
)
from snippet_check.mesh.hosts import SERVICE_DOMAIN, overlap
from snippet_check.mesh.mesh import MESH_GATEWAY, Mesh
from snippet_check.mesh.specificity import covers, is_wildcard
from snippet_check.resource import Content, Resource
from snippet_check.schema.kinds import GATEWAY_API

ROUTE_KINDS = ("HTTPRoute", "GRPCRoute", "TLSRoute")


@dataclass(frozen=True, slots=True, eq=False)
class Parent:
    """One place that a route is attached to."""

    internal_name: str
    """The Istio Gateway, or "mesh"."""
    port: int
    """The port of the reference, 0 for none."""
    hosts: tuple[str, ...]
    """For the mesh: the hosts of the service that the route is for."""
    hostname: str = ""
    """The listener's, as written."""
    other_hostnames: frozenset[str] = frozenset()
    """Those of the Gateway's other listeners of the same port and protocol: a better match there rules this one out."""

    @property
    def is_mesh(self) -> bool:
        return self.internal_name == MESH_GATEWAY

    def takes(self, host: str) -> bool:
        """Whether a route's host belongs to this listener rather than to a more specific one beside it."""
        if self.hostname and not is_wildcard(self.hostname):
            return True
        if self.hostname and not overlap(host, self.hostname):
            return False
        return not any(len(self.hostname) <= len(other) and covers(other, host) for other in self.other_hostnames)


class Attachment(NamedTuple):
    """One place that a route asks for: a listener, or the mesh. `refusal` is "" where the place takes the route."""

    reference: int
    """Which of the route's parentRefs asks for it."""
    parent: Parent
    refusal: str


def parents(route: Resource, mesh: Mesh) -> tuple[Parent, ...]:
    """The parents that take a route, in the order of their names."""
    references = mappings(route.spec, "parentRefs")
    found = [one for one in attachments(route, mesh) if not one.refusal]
    found.sort(key=lambda one: (one.parent.internal_name, _sort_key(references[one.reference], route.namespace)))
    return tuple(one.parent for one in found)


def attachments(route: Resource, mesh: Mesh) -> Iterator[Attachment]:
    """Every place that a route asks for; none for a reference to a Gateway that is missing, or not istiod's."""
    for i, reference in enumerate(mappings(route.spec, "parentRefs")):
        kind = group_kind(reference, GATEWAY)
        namespace, name = text(reference, "namespace") or route.namespace, text(reference, "name")
        if kind in (GATEWAY, LISTENER_SET):
            listeners = mesh.once(Listeners).of(kind, namespace, name)
            for one in listeners:
                yield Attachment(i, _at_listener(one, listeners, reference), _refusal(one, reference, route))
        elif kind in (SERVICE, SERVICE_ENTRY):
            target = mesh.get(kind.kind, namespace, name)
            yield Attachment(i, _in_mesh(target, number(reference, "port")), "" if target else "NoMatchingParent")


def _in_mesh(target: Resource | None, port: int) -> Parent:
    if target is None:
        return Parent(MESH_GATEWAY, port, ())
    own = f"{target.name}.{target.namespace}.{SERVICE_DOMAIN}"
    return Parent(MESH_GATEWAY, port, (own,) if target.kind == "Service" else tuple(texts(target.spec, "hosts")))


def _at_listener(listener: Listener, all_listeners: list[Listener], reference: Content) -> Parent:
    beside = (one for one in all_listeners if (one.port, one.protocol) == (listener.port, listener.protocol))
    others = frozenset(one.hostname for one in beside) - {listener.hostname}
    return Parent(listener.internal_name, number(reference, "port"), (), listener.hostname, others)


def _refusal(listener: Listener, reference: Content, route: Resource) -> str:
    """Why a listener does not take a route: a reference may mean another, or hosts, namespace and kind do not fit."""
    if number(reference, "port") not in (0, listener.port):
        return "NoMatchingParent"
    if text(reference, "sectionName") not in ("", listener.section):
        return "NoMatchingParent"
    owners = _owners_of_shared_hosts(listener, texts(route.spec, "hostnames") or ["*"])
    if not owners:
        return "NoMatchingListenerHostname"
    takes = GroupKind(GATEWAY_API, route.kind) in listener.kinds and not owners.isdisjoint(("*", route.namespace))
    return "" if takes else "NotAllowedByListeners"


def _owners_of_shared_hosts(listener: Listener, wanted: list[str]) -> frozenset[str]:
    """The namespaces for which a listener has a host in common with a route."""
    hosts = (host.partition("/") for host in listener.hosts)
    return frozenset(owner for owner, _, name in hosts if any(overlap(name, host) for host in wanted))


def _sort_key(reference: Content, namespace: str) -> str:
    kind = group_kind(reference, GATEWAY)
    name, section = text(reference, "name"), text(reference, "sectionName")
    owner = text(reference, "namespace") or namespace
    return f"{kind.group}/{kind.kind}/{name}/{section}/{number(reference, 'port')}.{owner}"
