"""What one document holds: an object, a List of objects, or something that is neither.

Source: pilot/pkg/config/file/store.go for Istio's eyes, kubectl's handling of lists for a cluster's.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from snippet_check.diagnostics import Diagnostic, message_type
from snippet_check.eyes import Eyes
from snippet_check.resource import Content, Document, FieldPath, GroupVersionKind, Place, Resource
from snippet_check.schema.decode import RefusedValueError, decode
from snippet_check.schema.kinds import Kind, find_kind, kind_read_by


class Reading(NamedTuple):
    """How documents are read: with whose eyes, into which namespace, and which kinds (index keys; None for all)."""

    eyes: Eyes
    namespace: str
    kinds: frozenset[str] | None

    def kind(self, group_version_kind: GroupVersionKind) -> Kind | None:
        """The kind as it is read, None for one that is skipped."""
        kind = kind_read_by(self.eyes, group_version_kind)
        return kind if kind is None or self.kinds is None or kind.key in self.kinds else None


class RefusedError(Exception):
    """An object that cannot be taken, and why: at least one finding."""

    def __init__(self, *diagnostics: Diagnostic) -> None:
        super().__init__()
        self.diagnostics = diagnostics


class SkippedError(Exception):
    """An object of a kind that is not looked at."""


def istio_resources(document: Document, content: Any, reading: Reading, root: FieldPath = ()) -> list[Resource]:
    """What Istio's file reader takes from a document: of a List all items or, where one of them fails, none.

    Raises RefusedError, and SkippedError where one of the objects is of a kind that is skipped.
    """
    group_version_kind = _group_version_kind(document, content, root)
    if group_version_kind.kind == "List":
        return list(_istio_items(document, content, reading, root))
    kind = reading.kind(group_version_kind)
    if kind is None:
        if not any(group_version_kind):
            raise _refuse("SC0021", document, root)
        raise SkippedError
    if not kind.served:
        raise _refuse("SC0026", document, (*root, "kind"), kind=kind.name)
    return [_decoded(_resource(document, content, root, group_version_kind), kind, reading)]


def _istio_items(document: Document, content: Content, reading: Reading, root: FieldPath) -> Iterator[Resource]:
    from snippet_check.load.list_items import unreadable_items  # reads the text anew, with PyYAML: for Lists alone

    items = _items(document, content, root)
    unreadable = unreadable_items(document, root)
    for index, (path, item) in enumerate(items):
        if index in unreadable:
            raise _refuse(unreadable[index], document, path)
        yield from istio_resources(document, item, reading, path)


def cluster_resources(
    document: Document, content: Any, reading: Reading, root: FieldPath = ()
) -> Iterator[Resource | Diagnostic]:
    """What kubectl takes from a document: every item of a list on its own, objects of unknown kinds as they are."""
    try:
        group_version_kind = _group_version_kind(document, content, root)
        if group_version_kind.kind == "List" or (group_version_kind.kind.endswith("List") and "items" in content):
            for path, item in _items(document, content, root):
                yield from cluster_resources(document, item, reading, path)
        elif not (group_version_kind.kind and group_version_kind.version):
            raise _refuse("SC0021", document, root)
        else:
            resource = _resource(document, content, root, group_version_kind)
            kind = find_kind(group_version_kind)
            yield _decoded(resource, kind, reading) if kind else _unknown(resource, reading)
    except RefusedError as refusal:
        yield from refusal.diagnostics


def _group_version_kind(document: Document, content: Any, root: FieldPath) -> GroupVersionKind:
    if not isinstance(content, dict):
        raise _refuse("SC0020", document, root)
    api_version, kind = _type_name(document, content, root, "apiVersion"), _type_name(document, content, root, "kind")
    if api_version.count("/") > 1:
        raise _refuse("SC0022", document, (*root, "apiVersion"), field="apiVersion")
    group, _, version = api_version.rpartition("/")
    return GroupVersionKind(group, version, kind)


def _type_name(document: Document, content: Content, root: FieldPath, field: str) -> str:
    """The text of a field that Go reads whatever the case of its name: that of the last spelling in order."""
    if field in content:
        value = content[field]
    else:
        spelled = sorted(key for key in content if key.lower() == field.lower())
        value = content[spelled[-1]] if spelled else None
    if value is not None and not isinstance(value, str):
        raise _refuse("SC0022", document, (*root, field), field=field)
    return value or ""


def _items(document: Document, content: Content, root: FieldPath) -> list[tuple[FieldPath, Content]]:
    items = content.get("items")
    if not isinstance(items, list):
        raise _refuse("SC0023", document, (*root, "items"))
    for index, item in enumerate(items):
        if not isinstance(item, dict):
            raise _refuse("SC0020", document, (*root, "items", index))
    return [((*root, "items", index), item) for index, item in enumerate(items)]


def _resource(document: Document, content: Content, root: FieldPath, type_: GroupVersionKind) -> Resource:
    """An object before it is decoded: its name and namespace are taken where they are text."""
    metadata = content.get("metadata")
    name, namespace = (metadata.get("name"), metadata.get("namespace")) if isinstance(metadata, dict) else (None, None)
    return Resource(
        type_,
        name if isinstance(name, str) else "",
        namespace if isinstance(namespace, str) else "",
        content,
        document,
        root,
        content,
    )


def _decoded(resource: Resource, kind: Kind, reading: Reading) -> Resource:
    try:
        content = decode(kind, resource.content)
    except RefusedValueError as error:
        raise RefusedError(
            *(message_type(code).at(Place(resource, path), **arguments) for path, code, arguments in error.faults)
        ) from None
    namespace = (resource.namespace or reading.namespace) if kind.namespaced else ""
    return Resource(
        resource.group_version_kind,
        resource.name,
        namespace,
        content,
        resource.document,
        resource.root,
        resource.content,
    )


def _unknown(resource: Resource, reading: Reading) -> Resource:
    return resource._replace(namespace=resource.namespace or reading.namespace)


def _refuse(code: str, document: Document, path: FieldPath, **arguments: Any) -> RefusedError:
    stand_in = Resource(GroupVersionKind("", "", ""), "", "", {}, document)
    return RefusedError(message_type(code).at(stand_in.at(*path).location(), **arguments))
