"""The index that analyzers and the translator share."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from snippet_check.resource import Content, Resource
from snippet_check.schema.kinds import kind_key

MESH_GATEWAY = "mesh"
ROOT_NAMESPACE = "istio-system"

_Made = TypeVar("_Made")


class Mesh:
    """All resources of a cluster, by kind and by name, with the mesh's own configuration.

    Kinds go by their bare name, but for the Gateway API's Gateway: that is "KubernetesGateway" (see schema.kinds).
    Of two resources with one name the later wins, as with kubectl apply. Lists are ordered by namespace and name; for
    where the first or last of several decides in Istio's analyzers there is `as_given`.
    """

    def __init__(
        self,
        resources: Iterable[Resource],
        mesh_config: Content | None = None,
        istio_namespace: str = ROOT_NAMESPACE,
        mesh_networks: Content | None = None,
        now: float | None = None,
    ) -> None:
        self.mesh_config: Content = mesh_config or {}
        self.mesh_networks: Content = mesh_networks or {}
        self.istio_namespace = istio_namespace
        """Where Istio itself is installed."""
        self.now = now
        """Seconds since 1970, for what expires; None where nothing does."""
        by_kind: dict[str, dict[tuple[str, str], Resource]] = defaultdict(dict)
        for resource in resources:
            by_kind[kind_key(resource.group_version_kind)][resource.namespace, resource.name] = resource
        self._by_kind = by_kind
        self._ordered: dict[str, tuple[Resource, ...]] = {}
        self._made: dict[Callable[[Mesh], Any], Any] = {}

    @property
    def root_namespace(self) -> str:
        """The namespace whose configuration is the whole mesh's."""
        root: str = self.mesh_config.get("rootNamespace") or ROOT_NAMESPACE
        return root

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of which there is at least one resource."""
        return frozenset(self._by_kind)

    def of_kind(self, kind: str) -> tuple[Resource, ...]:
        """Every resource of a kind, ordered by namespace and name."""
        if kind not in self._ordered:
            found = self._by_kind.get(kind, {})
            self._ordered[kind] = tuple(found[name] for name in sorted(found))
        return self._ordered[kind]

    def as_given(self, kind: str) -> tuple[Resource, ...]:
        """Every resource of a kind in the order of the files; who replaces another stands in its place.

        Istio's analyzers visit objects in the order of a Go map: for up to eight that is the order in which they were
        put in, begun at a random one, and the first is the likeliest by far.
        """
        return tuple(self._by_kind.get(kind, {}).values())

    def get(self, kind: str, namespace: str, name: str) -> Resource | None:
        """The resource of this kind and name, None where there is none."""
        return self._by_kind.get(kind, {}).get((namespace, name))

    def once(self, build: Callable[[Mesh], _Made]) -> _Made:
        """What `build` makes of this mesh, made when it is first asked for: an index that several readers share."""
        if build not in self._made:
            self._made[build] = build(self)
        made: _Made = self._made[build]
        return made
