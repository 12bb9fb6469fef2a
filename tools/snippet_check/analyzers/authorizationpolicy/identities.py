"""An AuthorizationPolicy that asks who the client is applies where mutual TLS tells.

Source: Istio 1.30 pilot/pkg/security/authn: a workload's mode is its PeerAuthentication's, else its namespace's, else
the mesh's. Without mutual TLS a connection has no identity.
"""

from __future__ import annotations

from collections.abc import Iterator

from snippet_check.analyzers.authorizationpolicy._principals import identity_fields
from snippet_check.diagnostics import Diagnostic, message_type
from snippet_check.mesh import Mesh
from snippet_check.mesh.ambient import namespace_is_captured
from snippet_check.mesh.content import mapping, strings, text
from snippet_check.mesh.creation import creation_order
from snippet_check.resource import Resource

INPUTS = frozenset({"AuthorizationPolicy", "PeerAuthentication", "Namespace", "Gateway", "KubernetesGateway"})

_GATEWAYS = ("Gateway", "KubernetesGateway")


def analyze(mesh: Mesh) -> Iterator[Diagnostic]:
    modes = _Modes(mesh)
    for policy in mesh.of_kind("AuthorizationPolicy"):
        plain = modes.switching_off(policy)
        path = next(identity_fields(policy), None) if plain else None
        if plain and path:
            where, switch = policy.at(*path), plain.at("spec", "mtls", "mode")
            yield message_type("SC0244").at(where, related=(switch,), policy=str(plain.full_name))


class _Modes:
    """The PeerAuthentications of a mesh: those for whole namespaces, and those for workloads."""

    def __init__(self, mesh: Mesh) -> None:
        self._mesh = mesh
        self._of_namespace: dict[str, Resource] = {}
        self._of_workloads: dict[str, list[Resource]] = {}
        self._gateways = {label for one in mesh.of_kind("Gateway") for label in strings(one.spec, "selector").items()}
        self._with_gateways = {one.namespace for kind in _GATEWAYS for one in mesh.of_kind(kind)}
        for policy in sorted(mesh.of_kind("PeerAuthentication"), key=creation_order):
            if _selector(policy):
                self._of_workloads.setdefault(policy.namespace, []).append(policy)
            else:
                self._of_namespace.setdefault(policy.namespace, policy)

    def switching_off(self, policy: Resource) -> Resource | None:
        """The PeerAuthentication that turns mutual TLS off for all that a policy is for, if one surely does."""
        if self._is_beyond_telling(policy):
            return None
        own = self._of_workloads.get(policy.namespace, ())
        same = next((one for one in own if _selector(one) == _selector(policy)), None)
        if same is None and own:
            return None  # which of them is for the same workloads, selectors do not tell
        root = self._of_namespace.get(self._mesh.root_namespace)
        candidates = (same, self._of_namespace.get(policy.namespace), root)
        found = next((one for one in candidates if one is not None and _mode(one) not in ("", "UNSET")), None)
        return found if found and _mode(found) == "DISABLE" and not found.spec.get("portLevelMtls") else None

    def _is_beyond_telling(self, policy: Resource) -> bool:
        """Whether it is, or may be, for gateways, whose clients bring certificates, or for ambient mode."""
        if "targetRef" in policy.spec or "targetRefs" in policy.spec or policy.namespace == self._mesh.root_namespace:
            return True
        selector = _selector(policy)
        is_for_gateways = selector.items() & self._gateways if selector else policy.namespace in self._with_gateways
        return bool(is_for_gateways) or namespace_is_captured(policy.namespace, self._mesh)


def _selector(policy: Resource) -> dict[str, str]:
    return strings(policy.spec, "selector", "matchLabels")


def _mode(policy: Resource) -> str:
    return text(mapping(policy.spec, "mtls"), "mode")
