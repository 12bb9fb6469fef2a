"""A rule that delegates names a VirtualService that can take it: one that exists, without hosts of its own."""

from __future__ import annotations

from collections.abc import Iterator

from snippet_check.diagnostics import Diagnostic, message_type
from snippet_check.mesh import Mesh
from snippet_check.mesh.content import mapping, mappings, text, texts
from snippet_check.resource import FullName, Resource

INPUTS = frozenset({"VirtualService"})


def analyze(mesh: Mesh) -> Iterator[Diagnostic]:
    delegated: set[FullName] = set()
    for root in mesh.of_kind("VirtualService"):
        for i, rule in enumerate(mappings(root.spec, "http")):
            if "delegate" in rule:
                name = _name(root, mapping(rule, "delegate"))
                delegated.add(name)
                yield from _check(mesh, root, i, name)
    for delegate in mesh.of_kind("VirtualService"):
        if _is_delegate(delegate) and delegate.full_name not in delegated:
            yield message_type("SC0205").at(delegate.at("metadata", "name"), name=str(delegate.full_name))


def _check(mesh: Mesh, root: Resource, index: int, name: FullName) -> Iterator[Diagnostic]:
    delegate = mesh.get("VirtualService", name.namespace, name.name)
    if delegate is None or not _is_delegate(delegate):
        reason = "missing" if delegate is None else "hosts"
        place = root.at("spec", "http", index, "delegate", "name")
        yield message_type("SC0204").at(place, name=str(name), reason=reason)


def _name(root: Resource, delegate: dict[str, object]) -> FullName:
    return FullName(text(delegate, "namespace") or root.namespace, text(delegate, "name"))


def _is_delegate(virtual_service: Resource) -> bool:
    return not texts(virtual_service.spec, "hosts")
