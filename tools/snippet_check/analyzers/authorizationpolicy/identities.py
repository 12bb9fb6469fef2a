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
from snippet_check.mesh.content import strings
from snippet_check.mesh.peer_authentication import MutualTls, deciding, declared_mode, peer_authentications, selector_of
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
    """The mutual TLS modes of a mesh, as far as the policies in it tell."""

    def __init__(self, mesh: Mesh) -> None:
        self._mesh = mesh
        self._policies = peer_authentications(mesh)
        self._gateways = {label for one in mesh.of_kind("Gateway") for label in strings(one.spec, "selector").items()}
        self._with_gateways = {one.namespace for kind in _GATEWAYS for one in mesh.of_kind(kind)}

    def switching_off(self, policy: Resource) -> Resource | None:
        """The PeerAuthentication that turns mutual TLS off for all that a policy is for, if one surely does."""
        if self._is_beyond_telling(policy):
            return None
        own = self._policies.of_workloads(policy.namespace)
        same = [one for one in own if selector_of(one) == selector_of(policy)][:1]
        if own and not same:
            return None  # which of them is for the same workloads, selectors do not tell
        found = deciding((*same, *self._policies.of_namespace(policy.namespace)))
        is_off = found is not None and declared_mode(found) is MutualTls.DISABLE and not found.spec.get("portLevelMtls")
        return found if is_off else None

    def _is_beyond_telling(self, policy: Resource) -> bool:
        """Whether it is, or may be, for gateways, whose clients bring certificates, or for ambient mode."""
        if "targetRef" in policy.spec or "targetRefs" in policy.spec or policy.namespace == self._mesh.root_namespace:
            return True
        selector = selector_of(policy)
        is_for_gateways = selector.items() & self._gateways if selector else policy.namespace in self._with_gateways
        return bool(is_for_gateways) or namespace_is_captured(policy.namespace, self._mesh)
