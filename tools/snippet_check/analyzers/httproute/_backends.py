"""Whether the backends that a route names exist, have the port, and may be referred to from its namespace."""

from __future__ import annotations

from collections.abc import Iterator

from snippet_check.diagnostics import Diagnostic, message_type
from snippet_check.mesh import Mesh
from snippet_check.mesh.content import mapping, mappings, number, text
from snippet_check.mesh.gateway_api.references import GATEWAY, SERVICE, GroupKind, ReferenceGrants, group_kind
from snippet_check.resource import Content, FieldPath, FullName, Resource
from snippet_check.schema.kinds import GATEWAY_API


def check(mesh: Mesh, kind: str) -> Iterator[Diagnostic]:
    """The backends of all routes of a kind, mirrors included."""
    for route in mesh.of_kind(kind):
        for path, backend in _backends(route):
            if group_kind(backend, SERVICE) == SERVICE:
                yield from _check(mesh, route, path, backend)


def _backends(route: Resource) -> Iterator[tuple[FieldPath, Content]]:
    for i, rule in enumerate(mappings(route.spec, "rules")):
        for j, backend in enumerate(mappings(rule, "backendRefs")):
            yield ("spec", "rules", i, "backendRefs", j), backend
        for j, one in enumerate(mappings(rule, "filters")):
            if mirror := mapping(one, "requestMirror"):
                path: FieldPath = ("spec", "rules", i, "filters", j, "requestMirror", "backendRef")
                yield path, mapping(mirror, "backendRef")


def _check(mesh: Mesh, route: Resource, path: FieldPath, backend: Content) -> Iterator[Diagnostic]:
    name = FullName(text(backend, "namespace") or route.namespace, text(backend, "name"))
    service = mesh.get("Service", *name)
    if service is None:
        yield message_type("SC0262").at(route.at(*path, "name"), backend=str(name))
        return
    port = number(backend, "port")
    if port not in [number(one, "port") for one in mappings(service.spec, "ports")]:
        yield message_type("SC0263").at(route.at(*path, "port"), backend=str(name), port=port)
    if name.namespace != route.namespace and _needs_grant(route) and not _is_granted(mesh, route, name):
        yield message_type("SC0264").at(route.at(*path, "namespace"), backend=str(name), namespace=route.namespace)


def _needs_grant(route: Resource) -> bool:
    """Routes of the mesh, whose parents are services, need none."""
    return any(group_kind(reference, GATEWAY) == GATEWAY for reference in mappings(route.spec, "parentRefs"))


def _is_granted(mesh: Mesh, route: Resource, name: FullName) -> bool:
    source = GroupKind(GATEWAY_API, route.kind)
    return mesh.once(ReferenceGrants).allow(source, route.namespace, SERVICE, *name)
