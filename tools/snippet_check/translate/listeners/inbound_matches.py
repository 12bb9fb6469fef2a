"""How an inbound port's chains tell mutual TLS, plaintext, HTTP and TCP apart.

Source: Istio 1.30 pilot/pkg/networking/core/filterchain_options.go, pilot/pkg/security/authn/utils (BuildInboundTLS).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from snippet_check.envoy import TlsContext
from snippet_check.envoy.tls import MESH_AUTHORITY, PeerValidation, TlsParameters
from snippet_check.mesh.content import mapping, mappings, text, texts
from snippet_check.mesh.identity import trust_domain
from snippet_check.mesh.mesh import Mesh
from snippet_check.mesh.peer_authentication import MutualTls
from snippet_check.mesh.protocol import Protocol
from snippet_check.resource import Content
from snippet_check.translate.listeners.chains import PLAINTEXT_HTTP

_MUTUAL_HTTP = ("istio-http/1.0", "istio-http/1.1", "istio-h2")
_MUTUAL_TCP = ("istio-peer-exchange", "istio")
MUTUAL_TLS_PROTOCOLS = ("istio", "istio-peer-exchange", *_MUTUAL_HTTP)
"""What clients offer in mutual TLS within the mesh."""

_CIPHER_SUITES = (
    "ECDHE-ECDSA-AES256-GCM-SHA384",
    "ECDHE-RSA-AES256-GCM-SHA384",
    "ECDHE-ECDSA-AES128-GCM-SHA256",
    "ECDHE-RSA-AES128-GCM-SHA256",
    "AES256-GCM-SHA384",
    "AES128-GCM-SHA256",
)


class ChainMatch(NamedTuple):
    """What one chain of a port takes."""

    http: bool
    transport_protocol: str
    application_protocols: tuple[str, ...] = ()
    terminates: bool = False
    """Whether the chain takes mutual TLS off."""


_STRICT = {
    "http": (ChainMatch(True, "tls", terminates=True),),
    "tcp": (ChainMatch(False, "tls", terminates=True),),
    "auto": (ChainMatch(True, "tls", _MUTUAL_HTTP, True), ChainMatch(False, "tls", terminates=True)),
}
_PERMISSIVE = {
    "http": (ChainMatch(True, "tls", MUTUAL_TLS_PROTOCOLS, True), ChainMatch(True, "raw_buffer")),
    "tcp": (
        ChainMatch(False, "tls", MUTUAL_TLS_PROTOCOLS, True),
        ChainMatch(False, "tls"),
        ChainMatch(False, "raw_buffer"),
    ),
    "auto": (
        ChainMatch(True, "tls", _MUTUAL_HTTP, True),
        ChainMatch(True, "raw_buffer", PLAINTEXT_HTTP),
        ChainMatch(False, "tls", _MUTUAL_TCP, True),
        ChainMatch(False, "raw_buffer"),
        ChainMatch(False, "tls"),
    ),
}
_PLAINTEXT = {
    "http": (ChainMatch(True, "raw_buffer"),),
    "tcp": (ChainMatch(False, "raw_buffer"),),
    "auto": (ChainMatch(True, "raw_buffer", PLAINTEXT_HTTP), ChainMatch(False, "raw_buffer")),
}
_MATCHES = {MutualTls.STRICT: _STRICT, MutualTls.PERMISSIVE: _PERMISSIVE, MutualTls.DISABLE: _PLAINTEXT}


def chain_matches(mode: MutualTls, protocol: Protocol) -> tuple[ChainMatch, ...]:
    """The chains of a port that speaks this protocol under this mode."""
    kind = "http" if protocol.is_http else "auto" if protocol.is_unsupported else "tcp"
    return _MATCHES[mode][kind]


def mutual_tls(mesh: Mesh, match: ChainMatch) -> TlsContext | None:
    """What a chain asks of a TLS connection; None for one that leaves TLS as it is."""
    if not match.terminates:
        return None
    return TlsContext(
        "ISTIO_MUTUAL",
        require_client_certificate=True,
        alpn=("h2", "http/1.1") if match.http else ("istio-peer-exchange", "h2", "http/1.1"),
        validation=PeerValidation(MESH_AUTHORITY, subject_alt_name_prefixes=tuple(_trusted(mesh))),
        parameters=_parameters(mapping(mesh.mesh_config, "meshMTLS")),
    )


def _trusted(mesh: Mesh) -> Iterator[str]:
    """How the identities begin of those whom the mesh trusts."""
    authorities = mappings(mesh.mesh_config, "caCertificates")
    domains = [
        trust_domain(mesh),
        *texts(mesh.mesh_config, "trustDomainAliases"),
        *(domain for one in authorities for domain in texts(one, "trustDomains")),
    ]
    yield from (f"spiffe://{domain}/" for domain in dict.fromkeys(domains) if domain)


def _parameters(mesh_tls: Content) -> TlsParameters:
    return TlsParameters(
        minimum_protocol_version="TLSv1_3" if text(mesh_tls, "minProtocolVersion") == "TLSV1_3" else "TLSv1_2",
        maximum_protocol_version="TLSv1_3",
        cipher_suites=tuple(texts(mesh_tls, "cipherSuites")) or _CIPHER_SUITES,
    )
