"""Which mutual TLS mode PeerAuthentications give a namespace, a workload and its ports.

Source: Istio 1.30 pilot/pkg/model/authentication.go and pilot/pkg/security/authn/policy_applier.go.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
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
            if selector_of(one):
                self._selecting[one.namespace].append(one)
            else:
                self._wide.setdefault(one.namespace, one)

    def of_namespace(self, namespace: str) -> tuple[Resource, ...]:
        """The policies for all of a namespace: its own, then the mesh's."""
        found = (self._wide.get(namespace), self._wide.get(self._root))
        return tuple(one for one in dict.fromkeys(found) if one is not None)

    def of_workloads(self, namespace: str) -> Sequence[Resource]:
        """The policies of a namespace that select some of its workloads, the oldest first."""
        return self._selecting.get(namespace, ())

    def namespace_mode(self, namespace: str) -> MutualTls | None:
        """The mode of a namespace; None where neither it nor the mesh has a policy without a selector."""
        policies = self.of_namespace(namespace)
        decisive = deciding(policies)
        return declared_mode(decisive) if decisive else MutualTls.PERMISSIVE if policies else None

    def port_mode(self, namespace: str, labels: Mapping[str, str], port: int) -> MutualTls:
        """The mode of a workload's port. Policies with a selector do not count in the root namespace."""
        inherited = self.namespace_mode(namespace) or MutualTls.PERMISSIVE
        own = self._of_workload(namespace, labels)
        if own is None:
            return inherited
        mode = declared_mode(own) or inherited
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
        own = self._of_workload(namespace, labels)
        return tuple(one.at() for one in (*([own] if own else ()), *self.of_namespace(namespace)))

    def _of_workload(self, namespace: str, labels: Mapping[str, str]) -> Resource | None:
        if namespace == self._root:
            return None
        return next((one for one in self.of_workloads(namespace) if selects(selector_of(one), labels)), None)


def peer_authentications(mesh: Mesh) -> PeerAuthentications:
    """A mesh's PeerAuthentications, read once."""
    return mesh.once(PeerAuthentications)


def selector_of(policy: Resource) -> dict[str, str]:
    """The labels of the workloads that a policy is for, none for all of a namespace."""
    return strings(policy.spec, "selector", "matchLabels")


def declared_mode(policy: Resource) -> MutualTls | None:
    """The mode that a policy itself sets, None where it leaves that to a wider one."""
    return _declared(policy.spec.get("mtls"))


def deciding(policies: Iterable[Resource]) -> Resource | None:
    """The policy that sets the mode: of these, the nearest first, the first that sets any."""
    return next((one for one in policies if declared_mode(one) is not None), None)


def _declared(settings: Content | None) -> MutualTls | None:
    name = text(settings, "mode")
    return MutualTls(name) if name in MutualTls.__members__ else None
