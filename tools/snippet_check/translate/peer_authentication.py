"""Which mutual TLS mode PeerAuthentications give a namespace, a workload and its ports.

Source: Istio 1.30 pilot/pkg/model/authentication.go and pilot/pkg/security/authn/policy_applier.go.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from enum import Enum

from snippet_check.mesh.content import mapping, selects, strings, text, whole
from snippet_check.mesh.creation import creation_order
from snippet_check.mesh.mesh import Mesh
from snippet_check.resource import Content, Place, Resource


class MutualTls(Enum):
    """What a workload takes from its clients."""

    DISABLE = "DISABLE"
    PERMISSIVE = "PERMISSIVE"
    STRICT = "STRICT"


class PeerAuthentications:
    """All PeerAuthentications. Of several without a selector in one namespace only the oldest counts."""

    def __init__(self, mesh: Mesh) -> None:
        self._root = mesh.root_namespace
        self._wide: dict[str, Resource] = {}
        self._selecting: dict[str, list[Resource]] = defaultdict(list)
        for one in sorted(mesh.of_kind("PeerAuthentication"), key=creation_order):
            if _selector(one):
                self._selecting[one.namespace].append(one)
            else:
                self._wide.setdefault(one.namespace, one)

    def namespace_mode(self, namespace: str) -> MutualTls | None:
        """The mode of a namespace; None where neither it nor the mesh has a policy without a selector."""
        own = self._wide.get(namespace) if namespace != self._root else None
        wide = self._wide.get(self._root)
        if own is None and wide is None:
            return None
        return (_mode(own) if own else None) or (_mode(wide) if wide else None) or MutualTls.PERMISSIVE

    def port_mode(self, namespace: str, labels: Mapping[str, str], port: int) -> MutualTls:
        """The mode of a workload's port. Policies with a selector do not count in the root namespace."""
        inherited = self.namespace_mode(namespace) or MutualTls.PERMISSIVE
        own = self._of_workload(namespace, labels)
        if own is None:
            return inherited
        mode = _mode(own) or inherited
        for number, settings in mapping(own.spec, "portLevelMtls").items():
            if whole(number) == port:
                return _declared(settings) or mode
        return mode

    def declared_ports(self, namespace: str, labels: Mapping[str, str]) -> tuple[int, ...]:
        """The ports of a workload that its policy names one by one."""
        own = self._of_workload(namespace, labels)
        return tuple(sorted(whole(port) for port in mapping(own.spec, "portLevelMtls"))) if own else ()

    def sources(self, namespace: str, labels: Mapping[str, str]) -> tuple[Place, ...]:
        """The policies that decide for a workload, the nearest first."""
        found = (self._of_workload(namespace, labels), self._wide.get(namespace), self._wide.get(self._root))
        return tuple(one.at() for one in dict.fromkeys(found) if one is not None)

    def _of_workload(self, namespace: str, labels: Mapping[str, str]) -> Resource | None:
        if namespace == self._root:
            return None
        policies: Iterable[Resource] = self._selecting.get(namespace, ())
        return next((one for one in policies if selects(_selector(one), labels)), None)


def peer_authentications(mesh: Mesh) -> PeerAuthentications:
    """A mesh's PeerAuthentications, read once."""
    return mesh.once(PeerAuthentications)


def _selector(one: Resource) -> dict[str, str]:
    return strings(one.spec, "selector", "matchLabels")


def _mode(one: Resource) -> MutualTls | None:
    return _declared(one.spec.get("mtls"))


def _declared(settings: Content | None) -> MutualTls | None:
    name = text(settings, "mode")
    return MutualTls(name) if name in MutualTls.__members__ else None
