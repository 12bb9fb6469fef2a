"""A DestinationRule does not turn TLS off towards workloads that accept nothing but mutual TLS.

Source: the mode of a workload's PeerAuthentication is STRICT for its namespace or for the mesh; a rule with tls mode
DISABLE for a whole namespace or mesh sends plaintext there all the same.
"""

from __future__ import annotations

from collections.abc import Iterator

from snippet_check.diagnostics import Diagnostic, message_type
from snippet_check.mesh import Mesh
from snippet_check.mesh.ambient import has_sidecar
from snippet_check.mesh.content import mapping, strings, text
from snippet_check.mesh.creation import creation_order
from snippet_check.mesh.hosts import expand, resource_name
from snippet_check.mesh.pods import pods
from snippet_check.resource import FullName, Resource

INPUTS = frozenset({"DestinationRule", "PeerAuthentication", "Service", "Pod"})

_LOCAL = ".svc.cluster.local"
_MUTUAL = frozenset({"ISTIO_MUTUAL", "MUTUAL"})


def analyze(mesh: Mesh) -> Iterator[Diagnostic]:
    policies = _Policies(mesh)
    for rule in mesh.of_kind("DestinationRule"):
        tls = text(mapping(rule.spec, "trafficPolicy", "tls"), "mode")
        peer = policies.accepting(rule) if tls == "DISABLE" or tls in _MUTUAL else None
        accepted = text(mapping(peer.spec, "mtls"), "mode") if peer else ""
        if peer and ((tls == "DISABLE" and accepted == "STRICT") or (tls in _MUTUAL and accepted == "DISABLE")):
            yield message_type("SC0213").at(
                rule.at("spec", "trafficPolicy", "tls", "mode"),
                related=(peer.at("spec", "mtls", "mode"),),
                mode=tls,
                accepted=accepted,
                policy=str(peer.full_name),
            )


class _Policies:
    """The PeerAuthentications of a mesh: those for whole namespaces, and where there are some for workloads."""

    def __init__(self, mesh: Mesh) -> None:
        self._mesh = mesh
        self._defaults: dict[str, Resource] = {}
        self._with_others: set[str] = set()
        for policy in sorted(mesh.of_kind("PeerAuthentication"), key=creation_order):
            if mapping(policy.spec, "selector", "matchLabels"):
                self._with_others.add(policy.namespace)
            else:
                self._defaults.setdefault(policy.namespace, policy)

    def accepting(self, rule: Resource) -> Resource | None:
        """The policy of all workloads that a rule speaks to, None where they surely have none, or several."""
        host = expand(text(rule.spec, "host"), rule.namespace)
        root = self._defaults.get(self._mesh.root_namespace)
        if host in ("*", "*.local"):
            return root
        if not host.endswith(_LOCAL):
            return None  # a host of the outside has no PeerAuthentication
        name = resource_name(host, rule.namespace) if not host.startswith("*.") else None
        namespace = name.namespace if name else host[2 : -len(_LOCAL)]
        if namespace in self._with_others or (name and self._is_without_sidecar(name)):
            return None
        return self._defaults.get(namespace) or root

    def _is_without_sidecar(self, name: FullName) -> bool:
        """Whether the Pods of a Service are there, and none has a sidecar to which a policy could apply."""
        service = self._mesh.get("Service", name.namespace, name.name)
        selector = strings(service.spec, "selector") if service else {}
        found = pods(self._mesh).selected(selector, name.namespace) if selector else []
        return bool(found) and not any(map(has_sidecar, found))
