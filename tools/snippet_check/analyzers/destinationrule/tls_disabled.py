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
from snippet_check.mesh.hosts import expand, resource_name
from snippet_check.mesh.peer_authentication import deciding, peer_authentications
from snippet_check.mesh.pods import pods
from snippet_check.resource import FullName, Resource

INPUTS = frozenset({"DestinationRule", "PeerAuthentication", "Service", "Pod"})

_LOCAL = ".svc.cluster.local"
_MUTUAL = frozenset({"ISTIO_MUTUAL", "MUTUAL"})


def analyze(mesh: Mesh) -> Iterator[Diagnostic]:
    for rule in mesh.of_kind("DestinationRule"):
        tls = text(mapping(rule.spec, "trafficPolicy", "tls"), "mode")
        peer = _accepting(rule, mesh) if tls == "DISABLE" or tls in _MUTUAL else None
        accepted = text(mapping(peer.spec, "mtls"), "mode") if peer else ""
        if peer and ((tls == "DISABLE" and accepted == "STRICT") or (tls in _MUTUAL and accepted == "DISABLE")):
            yield message_type("SC0213").at(
                rule.at("spec", "trafficPolicy", "tls", "mode"),
                related=(peer.at("spec", "mtls", "mode"),),
                mode=tls,
                accepted=accepted,
                policy=str(peer.full_name),
            )


def _accepting(rule: Resource, mesh: Mesh) -> Resource | None:
    """The policy that decides for all workloads that a rule speaks to, None where none surely does, or several may."""
    host = expand(text(rule.spec, "host"), rule.namespace)
    if host in ("*", "*.local"):
        return deciding(peer_authentications(mesh).of_namespace(mesh.root_namespace))
    if not host.endswith(_LOCAL):
        return None  # a host of the outside has no PeerAuthentication
    name = resource_name(host, rule.namespace) if not host.startswith("*.") else None
    namespace = name.namespace if name else host[2 : -len(_LOCAL)]
    if peer_authentications(mesh).of_workloads(namespace) or (name and _is_without_sidecar(name, mesh)):
        return None
    return deciding(peer_authentications(mesh).of_namespace(namespace))


def _is_without_sidecar(name: FullName, mesh: Mesh) -> bool:
    """Whether the Pods of a Service are there, and none has a sidecar to which a policy could apply."""
    service = mesh.get("Service", name.namespace, name.name)
    selector = strings(service.spec, "selector") if service else {}
    found = pods(mesh).selected(selector, name.namespace) if selector else []
    return bool(found) and not any(map(has_sidecar, found))
