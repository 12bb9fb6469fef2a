"""The parents of a route: the listeners it attaches to, or the mesh for a service.

Source: Istio 1.30 pilot/pkg/config/kube/gateway/conversion.go (extractParentReferenceInfo, referenceAllowed).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

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


def parents(route: Resource, mesh: Mesh) -> tuple[Parent, ...]:
    """The parents that take a route, in the order of their names."""
    references = sorted(mappings(route.spec, "parentRefs"), key=lambda one: _sort_key(one, route.namespace))
    found = (parent for reference in references for parent in _parents(reference, route, mesh))
    return tuple(sorted(found, key=lambda parent: parent.internal_name))


def _parents(reference: Content, route: Resource, mesh: Mesh) -> Iterator[Parent]:
    kind = group_kind(reference, GATEWAY)
    namespace, name = text(reference, "namespace") or route.namespace, text(reference, "name")
    if kind in (GATEWAY, LISTENER_SET):
        listeners = mesh.once(Listeners).of(kind, namespace, name)
        yield from (_at_listener(one, listeners, reference) for one in listeners if _allows(one, reference, route))
    elif kind == SERVICE and mesh.get("Service", namespace, name) is not None:
        yield Parent(MESH_GATEWAY, number(reference, "port"), (f"{name}.{namespace}.{SERVICE_DOMAIN}",))
    elif kind == SERVICE_ENTRY and (entry := mesh.get("ServiceEntry", namespace, name)) is not None:
        yield Parent(MESH_GATEWAY, number(reference, "port"), tuple(texts(entry.spec, "hosts")))


def _at_listener(listener: Listener, all_listeners: list[Listener], reference: Content) -> Parent:
    beside = (one for one in all_listeners if (one.port, one.protocol) == (listener.port, listener.protocol))
    others = frozenset(one.hostname for one in beside) - {listener.hostname}
    return Parent(listener.internal_name, number(reference, "port"), (), listener.hostname, others)


def _allows(listener: Listener, reference: Content, route: Resource) -> bool:
    """Whether a reference means a listener, and the listener takes this route: by hosts, namespace and kind."""
    if number(reference, "port") not in (0, listener.port):
        return False
    if text(reference, "sectionName") not in ("", listener.section):
        return False
    if GroupKind(GATEWAY_API, route.kind) not in listener.kinds:
        return False
    wanted = texts(route.spec, "hostnames") or ["*"]
    return any(
        owner in ("*", route.namespace) and overlap(name, host)
        for owner, _, name in (host.partition("/") for host in listener.hosts)
        for host in wanted
    )


def _sort_key(reference: Content, namespace: str) -> str:
    kind = group_kind(reference, GATEWAY)
    name, section = text(reference, "name"), text(reference, "sectionName")
    owner = text(reference, "namespace") or namespace
    return f"{kind.group}/{kind.kind}/{name}/{section}/{number(reference, 'port')}.{owner}"
