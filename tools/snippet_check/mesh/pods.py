"""The Pods of a mesh, found by their labels without looking at each of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TypeAlias

from snippet_check.mesh.labels import Labels, labels, selects
from snippet_check.mesh.mesh import Mesh
from snippet_check.resource import Resource

_Labelled: TypeAlias = tuple[Labels, Resource]


class LabelIndex:
    """Resources by namespace and label."""

    def __init__(self, resources: Iterable[Resource]) -> None:
        self._by_namespace: dict[str | None, list[_Labelled]] = defaultdict(list)
        self._by_label: dict[tuple[str | None, str, str], list[_Labelled]] = defaultdict(list)
        for resource in resources:
            entry = (labels(resource), resource)
            for namespace in (None, resource.namespace):
                self._by_namespace[namespace].append(entry)
                for key, value in entry[0].items():
                    self._by_label[namespace, key, value].append(entry)

    def selected(self, selector: Labels, namespace: str | None = None) -> list[Resource]:
        """Those that a selector selects in a namespace (in all of them for None), in the order they were given in.

        An empty selector selects all of them.
        """
        return list(self._selected(selector, namespace))

    def first(self, selector: Labels, namespace: str | None = None) -> Resource | None:
        """The first of those, found without looking for the others."""
        return next(self._selected(selector, namespace), None)

    def _selected(self, selector: Labels, namespace: str | None) -> Iterator[Resource]:
        candidates = [self._by_label.get((namespace, *label), []) for label in selector.items()]
        rarest = min(candidates, key=len) if candidates else self._by_namespace.get(namespace, [])
        return (resource for own, resource in rarest if selects(selector, own))


def pods(mesh: Mesh) -> LabelIndex:
    """Every Pod of the mesh, in the order of the files: Istio takes the first for all where it looks at one only."""
    return mesh.once(_pods)


def _pods(mesh: Mesh) -> LabelIndex:
    return LabelIndex(mesh.as_given("Pod"))
