"""What a gateway's server asks of TLS connections.

Source: Istio 1.30 pilot/pkg/networking/core/listener.go (BuildListenerTLSContext) and
pilot/pkg/security/model/authentication.go.
"""

from __future__ import annotations

from snippet_check.envoy import TlsContext
from snippet_check.envoy.tls import MESH_AUTHORITY, WORKLOAD_CERTIFICATE, PeerValidation, TlsParameters
from snippet_check.mesh.content import mapping, mappings, text, texts
from snippet_check.mesh.gateway_config import GatewayServer
from snippet_check.mesh.mesh import Mesh
from snippet_check.resource import Content
from snippet_check.schema.validation.rules.server_tls import is_cipher_suite
from snippet_check.translate.credentials import AUTHORITY_SUFFIX, secret_name

_VERIFYING_MODES = ("MUTUAL", "ISTIO_MUTUAL")
_ASKING_MODES = ("MUTUAL", "OPTIONAL_MUTUAL", "ISTIO_MUTUAL")
_HTTP_ALPN = ("h2", "http/1.1")
_VERSIONS = {"TLSV1_0": "TLSv1_0", "TLSV1_1": "TLSv1_1", "TLSV1_2": "TLSv1_2", "TLSV1_3": "TLSv1_3"}


def tls_context(mesh: Mesh, server: GatewayServer) -> TlsContext | None:
    """The context of a server that ends TLS; None for one that lets it through, or has none."""
    if server.tls is None or server.is_passthrough:
        return None
    mode = server.tls_mode
    peers = mode == "ISTIO_MUTUAL" and not server.is_http
    return TlsContext(
        mode=mode,
        require_client_certificate=mode in _VERIFYING_MODES,
        credential_names=tuple(_certificates(server.tls, mode)),
        alpn=("istio-peer-exchange", *_HTTP_ALPN) if peers else _HTTP_ALPN,
        validation=_validation(server.tls, mode),
        parameters=TlsParameters() if mode == "ISTIO_MUTUAL" else _parameters(mesh, server.tls),
    )


def _certificates(tls: Content, mode: str) -> list[str]:
    """The names of the certificates: the workload's own, Secrets', or the files that they are read from."""
    if mode == "ISTIO_MUTUAL":
        return [WORKLOAD_CERTIFICATE]
    if names := _credentials(tls):
        return [secret_name(name) for name in names if name]
    return [_of_files(files) for files in mappings(tls, "tlsCertificates") or [tls]]


def _credentials(tls: Content) -> list[str]:
    return texts(tls, "credentialNames") or [name for name in (text(tls, "credentialName"),) if name]


def _of_files(files: Content) -> str:
    certificate, key = text(files, "serverCertificate"), text(files, "privateKey")
    return f"file-cert:{certificate}~{key}" if certificate and key else WORKLOAD_CERTIFICATE


def _validation(tls: Content, mode: str) -> PeerValidation:
    names = tuple(texts(tls, "subjectAltNames"))
    credentials = [] if mode == "ISTIO_MUTUAL" else _credentials(tls)
    if not credentials:
        files = "" if mode == "ISTIO_MUTUAL" else text(tls, "caCertificates")
        authority = f"file-root:{files}" if files else MESH_AUTHORITY
        return PeerValidation(authority, names, revocation_list=text(tls, "caCrl")) if _asks(mode) else PeerValidation()
    if not _asks(mode):
        return PeerValidation(subject_alt_names=names)
    return PeerValidation(
        secret_name(text(tls, "caCertCredentialName") or f"{credentials[0]}{AUTHORITY_SUFFIX}"),
        names,
        spki=tuple(texts(tls, "verifyCertificateSpki")),
        hashes=tuple(texts(tls, "verifyCertificateHash")),
    )


def _asks(mode: str) -> bool:
    """Whether clients are asked for a certificate."""
    return mode in _ASKING_MODES


def _parameters(mesh: Mesh, tls: Content) -> TlsParameters:
    """The server's own parameters before those of the mesh."""
    defaults = mapping(mesh.mesh_config, "tlsDefaults")
    own = tuple(dict.fromkeys(filter(is_cipher_suite, texts(tls, "cipherSuites"))))
    least = "TLSv1_3" if text(defaults, "minProtocolVersion") == "TLSV1_3" else "TLSv1_2"
    by_default = least if text(defaults, "minProtocolVersion") not in ("", "TLS_AUTO") else ""
    return TlsParameters(
        minimum_protocol_version=_VERSIONS.get(text(tls, "minProtocolVersion"), by_default),
        maximum_protocol_version=_VERSIONS.get(text(tls, "maxProtocolVersion"), ""),
        cipher_suites=own or tuple(texts(defaults, "cipherSuites")),
        ecdh_curves=tuple(texts(defaults, "ecdhCurves")),
    )
