"""Whether the parents that a route names exist and take it."""

from __future__ import annotations

from collections.abc import Iterator

from snippet_check.diagnostics import Diagnostic, message_type
from snippet_check.mesh import Mesh
from snippet_check.mesh.content import mappings, number, text, texts
from snippet_check.mesh.gateway_api.classes import is_istios
from snippet_check.mesh.gateway_api.listeners import Listener, Listeners
from snippet_check.mesh.gateway_api.references import (
    GATEWAY,
    LISTENER_SET,
    SERVICE,
    SERVICE_ENTRY,
    GroupKind,
    group_kind,
)
from snippet_check.mesh.hosts import overlap
from snippet_check.resource import Content, FullName, Resource
from snippet_check.schema.kinds import GATEWAY_API, KUBERNETES_GATEWAY

_KINDS = {GATEWAY: KUBERNETES_GATEWAY, LISTENER_SET: "ListenerSet", SERVICE: "Service", SERVICE_ENTRY: "ServiceEntry"}


def check(mesh: Mesh, kind: str) -> Iterator[Diagnostic]:
    """The parents of all routes of a kind."""
    for route in mesh.of_kind(kind):
        for i, reference in enumerate(mappings(route.spec, "parentRefs")):
            if reason := _refusal(mesh, route, reference):
                name = FullName(text(reference, "namespace") or route.namespace, text(reference, "name"))
                place = route.at("spec", "parentRefs", i, "name")
                yield message_type("SC0261").at(place, parent=str(name), reason=reason)


def _refusal(mesh: Mesh, route: Resource, reference: Content) -> str:
    """Why a parent does not take the route, a phrase of the message; "" where it does or nobody can tell."""
    kind = group_kind(reference, GATEWAY)
    if kind not in _KINDS:
        return "kind"
    namespace, name = text(reference, "namespace") or route.namespace, text(reference, "name")
    parent = mesh.get(_KINDS[kind], namespace, name)
    if parent is None:
        return "missing"
    if kind not in (GATEWAY, LISTENER_SET) or (kind == GATEWAY and not is_istios(parent, mesh)):
        return ""
    return _no_listener(mesh.once(Listeners).of(kind, namespace, name), route, reference)


def _no_listener(listeners: list[Listener], route: Resource, reference: Content) -> str:
    """At which of the conditions the last listener drops out."""
    for reason, condition in (("section", _is_meant), ("routes", _takes_kind), ("namespace", _takes_namespace)):
        listeners = [listener for listener in listeners if condition(listener, route, reference)]
        if not listeners:
            return reason
    return "" if any(_shares_hostname(listener, route) for listener in listeners) else "hostname"


def _is_meant(listener: Listener, route: Resource, reference: Content) -> bool:
    return number(reference, "port") in (0, listener.port) and text(reference, "sectionName") in ("", listener.section)


def _takes_kind(listener: Listener, route: Resource, reference: Content) -> bool:
    return GroupKind(GATEWAY_API, route.kind) in listener.kinds


def _takes_namespace(listener: Listener, route: Resource, reference: Content) -> bool:
    return any(host.partition("/")[0] in ("*", route.namespace) for host in listener.hosts)


def _shares_hostname(listener: Listener, route: Resource) -> bool:
    hostname = listener.hostname or "*"
    return any(overlap(hostname, wanted) for wanted in texts(route.spec, "hostnames") or ["*"])
