"""References between Gateway API resources, and the ReferenceGrants that let them cross namespaces."""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

from snippet_check.mesh.content import mappings, text
from snippet_check.mesh.mesh import Mesh
from snippet_check.resource import Content
from snippet_check.schema.kinds import GATEWAY_API

ISTIO_NETWORKING = "networking.istio.io"
_GRANTING = frozenset((GATEWAY_API, kind) for kind in ("Gateway", "HTTPRoute", "GRPCRoute", "TLSRoute", "ListenerSet"))
_GRANTED = frozenset((("", "ConfigMap"), ("", "Secret"), ("", "Service")))


class GroupKind(NamedTuple):
    """A type without its version."""

    group: str
    kind: str


SERVICE = GroupKind("", "Service")
SERVICE_ENTRY = GroupKind(ISTIO_NETWORKING, "ServiceEntry")
GATEWAY = GroupKind(GATEWAY_API, "Gateway")
LISTENER_SET = GroupKind(GATEWAY_API, "ListenerSet")
SECRET = GroupKind("", "Secret")
CONFIG_MAP = GroupKind("", "ConfigMap")


def group_kind(reference: Content, default: GroupKind) -> GroupKind:
    """The type that a reference names, each half of it `default`'s where it is left out."""
    group, kind = reference.get("group"), reference.get("kind")
    return GroupKind(
        group if isinstance(group, str) else default.group, kind if isinstance(kind, str) else default.kind
    )


class ReferenceGrants:
    """Who may refer to what in another namespace."""

    def __init__(self, mesh: Mesh) -> None:
        self._names: dict[tuple[GroupKind, str, GroupKind, str], set[str]] = defaultdict(set)
        for grant in mesh.of_kind("ReferenceGrant"):
            for source in mappings(grant.spec, "from"):
                for target in mappings(grant.spec, "to"):
                    owner, owned = _group_kind(source), _group_kind(target)
                    if owner in _GRANTING and owned in _GRANTED:
                        key = (owner, text(source, "namespace"), owned, grant.namespace)
                        self._names[key].add(text(target, "name"))

    def allow(self, source: GroupKind, namespace: str, target: GroupKind, target_namespace: str, name: str) -> bool:
        """Whether a resource of a type and namespace may refer to a name of another type in another namespace."""
        names = self._names.get((source, namespace, target, target_namespace), ())
        return "" in names or name in names


def _group_kind(reference: Content) -> GroupKind:
    return GroupKind(text(reference, "group"), text(reference, "kind"))
