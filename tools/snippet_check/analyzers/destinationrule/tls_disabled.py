"""A DestinationRule does not turn TLS off towards workloads that accept nothing but mutual TLS.

Source: the mode of a workload's PeerAuthentication is STRICT for its namespace or for the mesh; a rule with tls mode
DISABLE for a whole namespace or mesh sends plaintext there all the same.
"""

from __future__ import annotations

from collections.abc import Iterator

from snippet_check.diagnostics import Diagnostic, message_type
from snippet_check.mesh import Mesh
from snippet_check.mesh.content import mapping, text
from snippet_check.mesh.hosts import resource_name
from snippet_check.resource import Resource

INPUTS = frozenset({"DestinationRule", "PeerAuthentication"})

_LOCAL = ".svc.cluster.local"
_MUTUAL = frozenset({"ISTIO_MUTUAL", "MUTUAL"})


def analyze(mesh: Mesh) -> Iterator[Diagnostic]:
    defaults = _namespace_defaults(mesh)
    if not defaults:
        return
    for rule in mesh.of_kind("DestinationRule"):
        tls = text(mapping(rule.spec, "trafficPolicy", "tls"), "mode")
        peer = defaults.get(_namespace_of(rule, mesh)) or defaults.get(mesh.root_namespace)
        accepted = text(mapping(peer.spec, "mtls"), "mode") if peer else ""
        if peer and ((tls == "DISABLE" and accepted == "STRICT") or (tls in _MUTUAL and accepted == "DISABLE")):
            yield message_type("SC0213").at(
                rule.at("spec", "trafficPolicy", "tls", "mode"),
                related=(peer.at("spec", "mtls", "mode"),),
                mode=tls,
                accepted=accepted,
                policy=str(peer.full_name),
            )


def _namespace_defaults(mesh: Mesh) -> dict[str, Resource]:
    """The PeerAuthentication for all of a namespace; the root namespace's is the mesh's."""
    return {
        policy.namespace: policy
        for policy in reversed(mesh.of_kind("PeerAuthentication"))
        if not mapping(policy.spec, "selector", "matchLabels")
    }


def _namespace_of(rule: Resource, mesh: Mesh) -> str:
    """The namespace whose workloads a rule speaks to, as far as its host tells."""
    host = text(rule.spec, "host")
    if host in ("*", "*.local"):
        return mesh.root_namespace
    if host.startswith("*.") and host.endswith(_LOCAL):
        return host[2 : -len(_LOCAL)]
    return resource_name(host, rule.namespace).namespace
