"""Istio's store of what files hold: one object by kind, namespace and name, the later one replacing the earlier.

Source: pilot/pkg/config/file/store.go (ApplyContent), memory/store.go and pkg/kube/inject (IgnoredNamespaces).
"""

from __future__ import annotations

from snippet_check.resource import Content, Resource
from snippet_check.schema.kinds import kind_key

IGNORED_NAMESPACES = frozenset(("kube-system", "kube-public", "kube-node-lease", "local-path-storage"))
"""What is in these, and they themselves, Istio does not look at."""
_BY_TIME = ""
"""The version of an object that the store gave one itself: a moment, which no object names."""


class ConflictError(Exception):
    """An object names another resourceVersion than that of the stored object that it would replace."""

    def __init__(self, resource: Resource) -> None:
        super().__init__()
        self.resource = resource


class Store:
    """The objects so far, in the order in which their names first came."""

    def __init__(self) -> None:
        self._resources: dict[tuple[str, str, str], Resource] = {}
        self._texts: dict[tuple[str, str, str], tuple[str, Content]] = {}
        self._versions: dict[tuple[str, str, str], str] = {}

    def put(self, resource: Resource) -> None:
        """Takes an object. One that is written letter by letter as the last of its name leaves that one in place.

        Raises ConflictError.
        """
        # Istio compares texts by the bare kind, so both kinds of Gateway share a name here.
        name = (resource.kind, resource.namespace, resource.name)
        written = (resource.document.text, resource.written) if not resource.root else ("", resource.written)
        if self._texts.get(name) == written:
            return
        if not _ignored(resource):
            key = (kind_key(resource.group_version_kind), resource.namespace, resource.name)
            self._versions[key] = self._next_version(key, resource)
            self._resources[key] = resource
        self._texts[name] = written

    def _next_version(self, key: tuple[str, str, str], resource: Resource) -> str:
        version = resource.metadata.get("resourceVersion", "")
        if key not in self._versions:
            return version or _BY_TIME
        if version and version != self._versions[key]:
            raise ConflictError(resource)
        return _BY_TIME

    def resources(self) -> tuple[Resource, ...]:
        return tuple(self._resources.values())


def _ignored(resource: Resource) -> bool:
    namespace = resource.name if resource.kind == "Namespace" else resource.namespace
    return namespace in IGNORED_NAMESPACES
