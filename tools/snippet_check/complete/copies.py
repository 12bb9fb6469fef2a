"""Changed copies of resources, and resources that nobody wrote."""

from __future__ import annotations

from typing import Any

from snippet_check.resource import Content, FieldPath, GroupVersionKind, Resource


def with_content(resource: Resource, content: Content) -> Resource:
    """The same resource, where it was written, with other content."""
    return Resource(
        resource.group_version_kind,
        resource.name,
        resource.namespace,
        content,
        resource.document,
        resource.root,
        resource.written,
    )


def changed(resource: Resource, **parts: Content) -> Resource:
    """The same resource with some of its parts (spec, metadata, status) replaced."""
    return with_content(resource, {**resource.content, **parts})


def added(
    type_: GroupVersionKind, name: str, namespace: str, origin: Resource, path: FieldPath = (), **parts: Any
) -> Resource:
    """A resource that nobody wrote. It stands where `path` in `origin` stands."""
    metadata = {**parts.pop("metadata", {}), "name": name}
    if namespace:
        metadata["namespace"] = namespace
    api_version = f"{type_.group}/{type_.version}" if type_.group else type_.version
    content = {"apiVersion": api_version, "kind": type_.kind, "metadata": metadata, **parts}
    return Resource(type_, name, namespace, content, origin.document, (*origin.root, *path))
