"""Istio's store of what files hold: one object by kind, namespace and name, the later one replacing the earlier.

Source: pilot/pkg/config/file/store.go (ApplyContent) and pkg/kube/inject (IgnoredNamespaces).
"""

from __future__ import annotations

from snippet_check.resource import Content, Resource
from snippet_check.schema.kinds import kind_key

IGNORED_NAMESPACES = frozenset(("kube-system", "kube-public", "kube-node-lease", "local-path-storage"))
"""What is in these, and they themselves, Istio does not look at."""


class Store:
    """The objects so far, in the order in which their names first came."""

    def __init__(self) -> None:
        self._resources: dict[tuple[str, str, str], Resource] = {}
        self._texts: dict[tuple[str, str, str], tuple[str, Content]] = {}

    def put(self, resource: Resource) -> None:
        """Takes an object. One that is written letter by letter as the last of its name leaves that one in place."""
        # Istio compares texts by the bare kind, so both kinds of Gateway share a name here.
        name = (resource.kind, resource.namespace, resource.name)
        written = (resource.document.text, resource.written) if not resource.root else ("", resource.written)
        if self._texts.get(name) == written:
            return
        self._texts[name] = written
        if not _ignored(resource):
            self._resources[kind_key(resource.group_version_kind), resource.namespace, resource.name] = resource

    def resources(self) -> tuple[Resource, ...]:
        return tuple(self._resources.values())


def _ignored(resource: Resource) -> bool:
    namespace = resource.name if resource.kind == "Namespace" else resource.namespace
    return namespace in IGNORED_NAMESPACES
