"""A rule that delegates names a VirtualService that can take it: there, visible, without hosts."""

from __future__ import annotations

from collections.abc import Iterator

from snippet_check.diagnostics import Diagnostic, message_type
from snippet_check.mesh import Mesh
from snippet_check.mesh.content import mapping, mappings, text, texts
from snippet_check.mesh.visibility import default_export_to, is_visible
from snippet_check.resource import FullName, Resource

INPUTS = frozenset({"VirtualService", "MeshConfig"})


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
    if reason := _refusal(mesh, root, mesh.get("VirtualService", name.namespace, name.name)):
        place = root.at("spec", "http", index, "delegate", "name")
        yield message_type("SC0204").at(place, name=str(name), reason=reason)


def _refusal(mesh: Mesh, root: Resource, delegate: Resource | None) -> str:
    """Why a VirtualService cannot take a rule of the root, "" where it can."""
    if delegate is None:
        return "missing"
    if not _is_delegate(delegate):
        return "hosts"
    export_to = texts(delegate.spec, "exportTo") or default_export_to(mesh, "defaultVirtualServiceExportTo")
    return "" if is_visible(export_to, delegate.namespace, root.namespace) else "hidden"


def _name(root: Resource, delegate: dict[str, object]) -> FullName:
    return FullName(text(delegate, "namespace") or root.namespace, text(delegate, "name"))


def _is_delegate(virtual_service: Resource) -> bool:
    return not texts(virtual_service.spec, "hosts")
