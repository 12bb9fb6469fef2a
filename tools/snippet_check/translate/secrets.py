"""Which secrets of those a proxy asks for istiod does not give it.

A chain whose certificate is missing is there all the same, and every handshake with it fails.
Source: Istio 1.30 pilot/pkg/xds/sds.go (generate, filterAuthorizedResources), pilot/pkg/credentials/kube/secrets.go.
"""

from __future__ import annotations

from collections.abc import Iterator

from snippet_check.envoy import Snapshot
from snippet_check.mesh.content import mapping
from snippet_check.mesh.mesh import Mesh
from snippet_check.mesh.proxy import Proxy
from snippet_check.translate.credentials import AUTHORITY_SUFFIX

_CERTIFICATES = (("cert", "key"), ("tls.crt", "tls.key"))
_AUTHORITIES = (("cacert",), ("ca.crt",))


def missing_secrets(mesh: Mesh, proxy: Proxy, snapshot: Snapshot) -> frozenset[str]:
    """The names of the secrets that nobody brings; what the agent reads from files is taken to be there."""
    return frozenset(name for name in _wanted(snapshot) if not _is_given(name, mesh, proxy))


def _wanted(snapshot: Snapshot) -> Iterator[str]:
    for listener in snapshot.listeners:
        for chain in listener.filter_chains:
            if chain.tls is not None:
                yield from chain.tls.secrets


def _is_given(resource: str, mesh: Mesh, proxy: Proxy) -> bool:
    kind, separator, path = resource.partition("://")
    if not separator:
        return True
    namespace, slash, name = path.partition("/")
    namespace, name = (namespace, name) if slash else (proxy.namespace, namespace)
    match kind:
        case "kubernetes":
            return namespace == proxy.namespace and _is_whole(mesh, namespace, name)
        case "kubernetes-gateway":
            return _is_whole(mesh, namespace, name)
        case "configmap":
            return _has_one_of(mesh, "ConfigMap", namespace, name, _AUTHORITIES[1:])
    return False


def _is_whole(mesh: Mesh, namespace: str, name: str) -> bool:
    """Whether a Secret has what its name promises; an authority may be in the Secret of the certificate."""
    if not name.endswith(AUTHORITY_SUFFIX):
        return _has_one_of(mesh, "Secret", namespace, name, _CERTIFICATES)
    holder = name if mesh.get("Secret", namespace, name) else name.removesuffix(AUTHORITY_SUFFIX)
    return _has_one_of(mesh, "Secret", namespace, holder, _AUTHORITIES)


def _has_one_of(mesh: Mesh, kind: str, namespace: str, name: str, choices: tuple[tuple[str, ...], ...]) -> bool:
    resource = mesh.get(kind, namespace, name)
    data = mapping(resource.content, "data") if resource else {}
    return any(all(data.get(key) for key in keys) for keys in choices)
