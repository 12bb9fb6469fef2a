"""The names under which proxies ask for the credentials that resources name.

Source: Istio 1.30 pilot/pkg/model/credentials/resource.go (ToResourceName), pilot/pkg/security/model/authentication.go
(ConstructSdsSecretConfigForCredential).
"""

from __future__ import annotations

from snippet_check.envoy.tls import MESH_AUTHORITY, WORKLOAD_CERTIFICATE

AUTHORITY_SUFFIX = "-cacert"
"""What the secret with the authority to verify the other side by is called after that with the certificate."""
CONFIG_MAP = "configmap://"
_BUILTIN = "builtin://"
_INVALID = "invalid://"
_EXTERNAL = "sds://"
_SECRET = "kubernetes://"
_TYPED = (CONFIG_MAP, _SECRET, "kubernetes-gateway://")


def secret_name(credential: str) -> str:
    """The name of a credential's secret: with its kind, a Secret's "kubernetes://name" where none is said."""
    if credential == f"{_BUILTIN}{AUTHORITY_SUFFIX}":
        return MESH_AUTHORITY
    name = credential.removeprefix(_EXTERNAL)
    if name.startswith(_BUILTIN):
        return WORKLOAD_CERTIFICATE
    if name.startswith(_INVALID):
        return _INVALID
    return name if name.startswith(_TYPED) else f"{_SECRET}{name}"
