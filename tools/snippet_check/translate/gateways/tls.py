"""What a gateway's server asks of TLS connections.

Source: Istio 1.30 pilot/pkg/networking/core/listener.go (BuildListenerTLSContext), pilot/pkg/model/credentials.
"""

from __future__ import annotations

from snippet_check.envoy import TlsContext
from snippet_check.mesh.content import mappings, text, texts
from snippet_check.mesh.gateway_config import GatewayServer
from snippet_check.resource import Content

BUILTIN_CREDENTIAL = "builtin://"
INVALID_CREDENTIAL = "invalid://"
_TYPED_CREDENTIALS = ("configmap://", "kubernetes://", "kubernetes-gateway://")
_VERIFYING_MODES = ("MUTUAL", "ISTIO_MUTUAL")
_HTTP_ALPN = ("h2", "http/1.1")


def tls_context(server: GatewayServer) -> TlsContext | None:
    """The context of a server that ends TLS; None for one that lets it through, or has none."""
    if server.tls is None or server.is_passthrough:
        return None
    mode = server.tls_mode
    peers = mode == "ISTIO_MUTUAL" and not server.is_http
    return TlsContext(
        mode=mode,
        require_client_certificate=mode in _VERIFYING_MODES,
        credential_name=_credential(server.tls, mode),
        alpn=("istio-peer-exchange", *_HTTP_ALPN) if peers else _HTTP_ALPN,
    )


def resource_name(credential: str) -> str:
    """The name under which a proxy asks for a credential: "kubernetes://name" for a Secret's."""
    if credential.startswith(BUILTIN_CREDENTIAL):
        return "default"
    if credential.startswith(INVALID_CREDENTIAL):
        return INVALID_CREDENTIAL
    return credential if credential.startswith(_TYPED_CREDENTIALS) else f"kubernetes://{credential}"


def _credential(tls: Content, mode: str) -> str:
    """The certificate's name: the workload's own, a Secret's, or the files that it is read from."""
    if mode == "ISTIO_MUTUAL":
        return "default"
    names = texts(tls, "credentialNames") or [text(tls, "credentialName")]
    if names[0]:
        return resource_name(names[0])
    files = (mappings(tls, "tlsCertificates") or [tls])[0]
    certificate, key = text(files, "serverCertificate"), text(files, "privateKey")
    return f"file-cert:{certificate}~{key}" if certificate and key else "default"
