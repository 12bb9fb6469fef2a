"""exportTo: to which namespaces a Service, VirtualService or DestinationRule is visible.

Source: Istio 1.30 pilot/pkg/model/push_context.go (initServiceRegistry, initVirtualServices, initDefaultExportMaps).
"""

from __future__ import annotations

from collections.abc import Collection
from enum import Enum

from snippet_check.mesh.content import texts
from snippet_check.mesh.mesh import Mesh

PUBLIC, PRIVATE, NONE = "*", ".", "~"


class Reach(Enum):
    """How far something is visible, seen from one namespace."""

    PRIVATE = "to its own namespace, this one"
    EXPORTED = "to this namespace among others"
    PUBLIC = "to all"
    HIDDEN = "not to this one"


def default_export_to(mesh: Mesh, field: str) -> frozenset[str]:
    """MeshConfig's default, such as that in "defaultServiceExportTo"; everywhere, where nothing is set."""
    return frozenset(texts(mesh.mesh_config, field)) or frozenset({PUBLIC})


def reach(export_to: Collection[str], owner: str, namespace: str) -> Reach:
    """How something of the namespace `owner` is seen from `namespace`; `export_to` is not empty."""
    if PUBLIC in export_to:
        return Reach.PUBLIC
    if NONE in export_to:
        return Reach.HIDDEN
    if owner == namespace:
        return Reach.PRIVATE if PRIVATE in export_to or owner in export_to else Reach.HIDDEN
    return Reach.EXPORTED if namespace in export_to else Reach.HIDDEN


def is_visible(export_to: Collection[str], owner: str, namespace: str) -> bool:
    """Whether something of the namespace `owner` is seen from `namespace`."""
    return PUBLIC in export_to or (PRIVATE in export_to and owner == namespace) or namespace in export_to
