"""The Pods of a mesh, found by their labels without looking at each of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from snippet_check.mesh.labels import Labels, labels, selects
from snippet_check.mesh.mesh import Mesh
from snippet_check.resource import Resource


class LabelIndex:
    """Resources by namespace and label."""

    def __init__(self, resources: Iterable[Resource]) -> None:
        self._by_namespace: dict[str | None, list[Resource]] = defaultdict(list)
        self._by_label: dict[tuple[str | None, str, str], list[Resource]] = defaultdict(list)
        for resource in resources:
            for namespace in (None, resource.namespace):
                self._by_namespace[namespace].append(resource)
                for key, value in labels(resource).items():
                    self._by_label[namespace, key, value].append(resource)

    def selected(self, selector: Labels, namespace: str | None = None) -> list[Resource]:
        """Those that a selector selects in a namespace (in all of them for None), in the order they were given in.

        An empty selector selects all of them.
        """
        candidates = [self._by_label.get((namespace, *label), []) for label in selector.items()]
        if not candidates:
            return self._by_namespace.get(namespace, [])
        return [resource for resource in min(candidates, key=len) if selects(selector, labels(resource))]


def pods(mesh: Mesh) -> LabelIndex:
    """Every Pod of the mesh."""
    return mesh.once(_pods)


def _pods(mesh: Mesh) -> LabelIndex:
    return LabelIndex(mesh.of_kind("Pod"))
