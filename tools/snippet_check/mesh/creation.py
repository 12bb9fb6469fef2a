"""The order of creation, by which Istio settles who comes first."""

from __future__ import annotations

import functools
from datetime import UTC, datetime

from snippet_check.mesh.content import text
from snippet_check.resource import Resource

_NEVER = "~"
"""Sorts behind every time: an object that is not in a cluster yet is younger than all that are."""


def created(resource: Resource) -> str:
    """The creationTimestamp in a form that sorts by time."""
    return _sortable(text(resource.metadata, "creationTimestamp"))


@functools.lru_cache(maxsize=1024)
def _sortable(timestamp: str) -> str:
    try:
        time = datetime.fromisoformat(timestamp)
        return time.replace(tzinfo=time.tzinfo or UTC).astimezone(UTC).isoformat()
    except (ValueError, OverflowError):
        return _NEVER


def creation_order(resource: Resource) -> tuple[str, str, str]:
    """A sort key: oldest first, of equally old ones by name, then by namespace."""
    return created(resource), resource.name, resource.namespace
