"""A gateway's VirtualService matches on JWT claims only where a RequestAuthentication reads them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from snippet_check.diagnostics import Diagnostic, message_type
from snippet_check.mesh import MESH_GATEWAY, ROOT_NAMESPACE, Mesh
from snippet_check.mesh.content import mapping, mappings, selects, strings, texts
from snippet_check.mesh.gateways import gateway_name
from snippet_check.mesh.labels import labels
from snippet_check.mesh.pods import pods
from snippet_check.resource import FieldPath, Resource

NAME = "virtualservice.JWTClaimRouteAnalyzer"
INPUTS = frozenset({"VirtualService", "RequestAuthentication", "Gateway", "Pod"})

_CLAIMS = "@request.auth.claims"


def analyze(mesh: Mesh) -> Iterator[Diagnostic]:
    claims = ((virtual_service, _claim(virtual_service)) for virtual_service in mesh.of_kind("VirtualService"))
    routed = [(virtual_service, path) for virtual_service, path in claims if path]
    if not routed:
        return
    unread = set(_pods_without_authentication(mesh))
    for virtual_service, path in routed:
        for reference in texts(virtual_service.spec, "gateways"):
            yield from _check(mesh, virtual_service, path, reference, unread)


def _check(
    mesh: Mesh, virtual_service: Resource, path: FieldPath, reference: str, unread: set[Resource]
) -> Iterator[Diagnostic]:
    name = gateway_name(reference, virtual_service.namespace)
    gateway = None if reference == MESH_GATEWAY else mesh.get("Gateway", *name)
    for pod in pods(mesh).selected(strings(gateway.spec, "selector")) if gateway else ():
        if pod in unread:
            yield message_type("IST0149").at(
                virtual_service.at(*path), reported=(), key=path[-1], gateway=str(name), pod=pod.name
            )


def _claim(virtual_service: Resource) -> FieldPath:
    """The way to the first header match on a claim, () where there is none."""
    for i, rule in enumerate(mappings(virtual_service.spec, "http")):
        for j, match in enumerate(mappings(rule, "match")):
            for field in ("headers", "withoutHeaders"):
                if key := min(filter(_is_claim, mapping(match, field)), default=""):
                    return ("spec", "http", i, "match", j, field, key)
    return ()


def _is_claim(header: str) -> bool:
    name = header[len(_CLAIMS) :]
    if not header.lower().startswith(_CLAIMS):
        return False
    return (name[:1] == "." and len(name) > 1) or (name[:1] == "[" and name[-1:] == "]" and len(name) > 2)


def _pods_without_authentication(mesh: Mesh) -> Iterator[Resource]:
    selectors = defaultdict(list)
    for authentication in mesh.of_kind("RequestAuthentication"):
        selectors[authentication.namespace].append(strings(authentication.spec, "selector", "matchLabels"))
    for pod in mesh.of_kind("Pod"):
        # The namespace is fixed in Istio's analyzer, whatever the root namespace is.
        candidates = (*selectors[ROOT_NAMESPACE], *selectors[pod.namespace])
        if not any(selects(selector, labels(pod)) for selector in candidates):
            yield pod
