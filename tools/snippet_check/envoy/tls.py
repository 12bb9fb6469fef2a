"""TLS that a proxy ends for its clients (envoy.extensions.transport_sockets.tls.v3), secrets by the names SDS has."""

from __future__ import annotations

from dataclasses import dataclass

WORKLOAD_CERTIFICATE = "default"
"""The secret with the workload's own certificate, which its agent brings."""
MESH_AUTHORITY = "ROOTCA"
"""The secret with the authority of the mesh, from the agent too."""


@dataclass(frozen=True, slots=True)
class TlsParameters:
    """envoy.extensions.transport_sockets.tls.v3.TlsParameters; what is empty is left to Envoy."""

    minimum_protocol_version: str = ""
    maximum_protocol_version: str = ""
    cipher_suites: tuple[str, ...] = ()
    ecdh_curves: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PeerValidation:
    """What a client's certificate is held against."""

    authority: str = ""
    """The secret with the authority that must have signed it; "" where no certificate is asked for."""
    subject_alt_names: tuple[str, ...] = ()
    """Of which it must have one, exactly as written."""
    subject_alt_name_prefixes: tuple[str, ...] = ()
    spki: tuple[str, ...] = ()
    hashes: tuple[str, ...] = ()
    revocation_list: str = ""
    """The file of revoked certificates."""


@dataclass(frozen=True, slots=True)
class TlsContext:
    """DownstreamTlsContext: what a filter chain asks for, its mode in Istio's words."""

    mode: str
    require_client_certificate: bool = False
    credential_names: tuple[str, ...] = (WORKLOAD_CERTIFICATE,)
    """The secrets with its certificates and keys."""
    alpn: tuple[str, ...] = ()
    validation: PeerValidation = PeerValidation()
    parameters: TlsParameters = TlsParameters()

    @property
    def secrets(self) -> tuple[str, ...]:
        """Everything it asks SDS for."""
        return tuple(name for name in (*self.credential_names, self.validation.authority) if name)
