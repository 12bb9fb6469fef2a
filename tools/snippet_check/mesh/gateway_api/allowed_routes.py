"""Which routes a listener takes: of which namespaces, and of which kinds.

Source: Istio 1.30 pilot/pkg/config/kube/gateway (buildHostnameMatch, namespacesFromSelector, generateSupportedKinds).
"""

from __future__ import annotations

from collections.abc import Iterator

from snippet_check.mesh.content import mapping, mappings, strings, text
from snippet_check.mesh.gateway_api.references import GroupKind, group_kind
from snippet_check.mesh.label_selectors import label_selector_selects
from snippet_check.mesh.mesh import Mesh
from snippet_check.resource import Content, Resource
from snippet_check.schema.kinds import GATEWAY_API

_NAMESPACE_LABEL = "kubernetes.io/metadata.name"
_ROUTE_KINDS: dict[str, tuple[str, ...]] = {
    "HTTP": ("HTTPRoute", "GRPCRoute"),
    "HTTPS": ("HTTPRoute", "GRPCRoute"),
    "TLS": ("TLSRoute",),
    "TCP": ("TCPRoute",),
}


def allowed_hosts(listener: Content, namespace: str, mesh: Mesh) -> Iterator[str]:
    """ "namespace/host" for every namespace whose routes may attach; "~/host" where none is."""
    hostname = text(listener, "hostname") or "*"
    found = [owner for owner in _route_namespaces(mapping(listener, "allowedRoutes"), namespace, mesh) if owner]
    yield from (f"{owner}/{hostname}" for owner in found or ["~"])


def allowed_kinds(listener: Content, protocol: str) -> frozenset[GroupKind]:
    """The kinds of routes that a listener takes: what its protocol can carry, less what it rules out."""
    ends_tls = text(mapping(listener, "tls"), "mode") == "Terminate"
    supported = _ROUTE_KINDS.get(protocol, ()) + (("TCPRoute",) if protocol == "TLS" and ends_tls else ())
    found = frozenset(GroupKind(GATEWAY_API, kind) for kind in supported)
    allowed = mappings(mapping(listener, "allowedRoutes"), "kinds")
    named = {group_kind(one, GroupKind(GATEWAY_API, "")) for one in allowed}
    return found & named if allowed else found


def namespace_labels(namespace: Resource) -> dict[str, str]:
    """A namespace's labels, and the one that each has by its name."""
    return {**strings(namespace.metadata, "labels"), _NAMESPACE_LABEL: namespace.name}


def _route_namespaces(allowed: Content, namespace: str, mesh: Mesh) -> list[str]:
    """The namespaces of the routes that may attach; ["*"] for all."""
    namespaces = mapping(allowed, "namespaces")
    source = text(namespaces, "from")
    if source in ("", "Same"):
        return [namespace]
    selector = namespaces.get("selector")
    if source == "All" or not isinstance(selector, dict):
        return ["*"]
    return [one.name for one in mesh.of_kind("Namespace") if label_selector_selects(selector, namespace_labels(one))]
