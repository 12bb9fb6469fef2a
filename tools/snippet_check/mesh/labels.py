"""Labels, annotations, and whether a selector selects them."""

from collections.abc import Mapping
from typing import TypeAlias

from snippet_check.mesh.content import selects, strings
from snippet_check.resource import Resource

__all__ = ["Labels", "annotations", "labels", "selects"]

Labels: TypeAlias = Mapping[str, str]


def labels(resource: Resource) -> Labels:
    """A resource's own labels."""
    return strings(resource.metadata, "labels")


def annotations(resource: Resource) -> Labels:
    """A resource's own annotations."""
    return strings(resource.metadata, "annotations")
