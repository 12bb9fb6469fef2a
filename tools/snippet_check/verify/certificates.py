"""Certificates for the TLS that Envoy ends on loopback: one authority signs those of servers and of clients.

Where a Snapshot names a certificate that SDS would bring, the server gets one made for that name; it carries the name
as a DNS name of its own, so that a client can tell which of them it was shown.
"""

from __future__ import annotations

import datetime
import functools
import ssl
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

_CLIENT = "spiffe://cluster.local/ns/default/sa/client"
_LIFE = datetime.timedelta(days=2)


@dataclass(frozen=True, slots=True)
class ClientTls:
    """What a client says in its handshake: SNI ("" for none), ALPN, and whether it has a certificate of the mesh."""

    server_name: str = ""
    application_protocols: tuple[str, ...] = ()
    certificate: bool = False


@dataclass(frozen=True, slots=True)
class Pair:
    """A certificate and its key, each in PEM."""

    certificate: str
    key: str


class Certificates:
    """One authority and what it has signed. The folder gets the client's files, which Python's ssl wants."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "snippet-check")])
        self._credentials: dict[str, Pair] = {}
        self._contexts: dict[ClientTls, ssl.SSLContext] = {}
        self.authority = _pem(self._signed(self._name, self._key, x509.BasicConstraints(True, None)))

    def server(self, credential: str) -> Pair:
        """The certificate that stands for a credential, the same one every time."""
        if credential not in self._credentials:
            name = x509.DNSName(_dns_name(len(self._credentials)))
            self._credentials[credential] = self._pair(x509.SubjectAlternativeName([name]))
        return self._credentials[credential]

    def credential(self, shown: ssl.SSLObject) -> str:
        """The credential whose certificate the server showed in this handshake."""
        names = (shown.getpeercert() or {}).get("subjectAltName", ())
        return next((one for i, one in enumerate(self._credentials) if ("DNS", _dns_name(i)) in names), "")

    def client(self, tls: ClientTls) -> ssl.SSLContext:
        """A client's context: it trusts the authority, whatever name the certificate has."""
        if tls not in self._contexts:
            self._contexts[tls] = self._context(tls)
        return self._contexts[tls]

    def _context(self, tls: ClientTls) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.load_verify_locations(cadata=self.authority)
        if tls.application_protocols:
            context.set_alpn_protocols(list(tls.application_protocols))
        if tls.certificate:
            context.load_cert_chain(self._client_file)
        return context

    @functools.cached_property
    def _client_file(self) -> Path:
        pair = self._pair(x509.SubjectAlternativeName([x509.UniformResourceIdentifier(_CLIENT)]))
        path = self._folder / "client.pem"
        path.write_text(pair.key + pair.certificate)
        return path

    def _pair(self, names: x509.SubjectAlternativeName) -> Pair:
        key = ec.generate_private_key(ec.SECP256R1())
        text = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        return Pair(_pem(self._signed(x509.Name([]), key, names)), text.decode())

    def _signed(
        self, subject: x509.Name, key: ec.EllipticCurvePrivateKey, extension: x509.ExtensionType
    ) -> x509.Certificate:
        now = datetime.datetime.now(datetime.UTC)
        builder = x509.CertificateBuilder(self._name, subject, key.public_key(), x509.random_serial_number())
        builder = builder.not_valid_before(now - _LIFE).not_valid_after(now + _LIFE)
        return builder.add_extension(extension, critical=True).sign(self._key, hashes.SHA256())


def _dns_name(number: int) -> str:
    return f"credential-{number}.snippet-check"


def _pem(certificate: x509.Certificate) -> str:
    return certificate.public_bytes(serialization.Encoding.PEM).decode()
