"""complete: what a cluster adds to the files by itself, before anybody looks at them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum
from typing import Any

from snippet_check.load.garbage import without_garbage_collection
from snippet_check.resource import Resource

__all__ = ["Inject", "complete"]


class Inject(Enum):
    """Which Pods get a sidecar."""

    AUTO = "auto"
    """Those that the labels of their namespace and their own ask one for."""
    ALL = "all"
    NONE = "none"


def complete(
    resources: Iterable[Resource],
    mesh_config: Mapping[str, Any] | None = None,
    inject: Inject | str = Inject.AUTO,
) -> tuple[Resource, ...]:
    """The resources of a cluster with Istio to which these have been applied.

    Of two objects with one name the later counts. Objects that are added stand where the object stands from which they
    come; their `written` is empty. Deterministic: the same objects get the same names and addresses every time.
    """
    from snippet_check.complete.cluster import Cluster

    with without_garbage_collection():
        return Cluster(resources, mesh_config or {}, Inject(inject)).complete()
