"""How a Gateway or a Sidecar terminates TLS. Source: Istio pkg/config/validation (validateTLSOptions)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from snippet_check.resource import FieldPath
from snippet_check.schema.validation.violation import Violation, error, warning

_NAMES = """ECDHE-ECDSA-AES128-GCM-SHA256 ECDHE-RSA-AES128-GCM-SHA256 ECDHE-ECDSA-AES256-GCM-SHA384
ECDHE-RSA-AES256-GCM-SHA384 ECDHE-ECDSA-CHACHA20-POLY1305 ECDHE-RSA-CHACHA20-POLY1305 ECDHE-ECDSA-AES128-SHA
ECDHE-RSA-AES128-SHA ECDHE-ECDSA-AES256-SHA ECDHE-RSA-AES256-SHA AES128-GCM-SHA256 AES256-GCM-SHA384 AES128-SHA
AES256-SHA DES-CBC3-SHA ALL"""
_CIPHER_SUITES = frozenset(_NAMES.split())
_CERTIFICATE_FIELDS = (
    "serverCertificate",
    "privateKey",
    "caCertificates",
    "tlsCertificates",
    "credentialName",
    "credentialNames",
)
_OLD_VERSIONS = ("TLSV1_0", "TLSV1_1")
_PASSTHROUGH = ("PASSTHROUGH", "AUTO_PASSTHROUGH")
_MUTUAL = ("MUTUAL", "OPTIONAL_MUTUAL")


def mode_of(tls: Mapping[str, Any]) -> str | int:
    """The mode of a server's TLS; where none is set it passes TLS through."""
    mode: str | int = tls.get("mode", "PASSTHROUGH")
    return mode


def passes_through(tls: Mapping[str, Any]) -> bool:
    return mode_of(tls) in _PASSTHROUGH


def server_tls(tls: Mapping[str, Any], path: FieldPath) -> Iterator[Violation]:
    mode = mode_of(tls)
    yield from _cipher_suites(tls, path)
    if mode == "ISTIO_MUTUAL":
        for field in _CERTIFICATE_FIELDS:
            if tls.get(field):
                yield error("server_tls.istio_mutual", (*path, field), field=field)
        return
    if mode in _PASSTHROUGH and (tls.get("caCrl") or any(map(tls.get, _CERTIFICATE_FIELDS))):
        yield warning("server_tls.unused_certificates", path, mode=mode)
    if _sources(tls) > 1:
        yield error("server_tls.several_sources", path)
    terminates = mode == "SIMPLE" or mode in _MUTUAL
    if terminates and (tls.get("credentialName") or tls.get("credentialNames")):
        return
    if terminates:
        yield from _own_certificates(tls, "SIMPLE" if mode == "SIMPLE" else "MUTUAL", path)
    yield from _revocations(tls, path)


def _cipher_suites(tls: Mapping[str, Any], path: FieldPath) -> Iterator[Violation]:
    suites: Sequence[str] = tls.get("cipherSuites", ())
    if not suites and tls.get("minProtocolVersion") in _OLD_VERSIONS:
        yield warning("server_tls.old_version", (*path, "minProtocolVersion"))
    unknown = {suite for suite in suites if not is_cipher_suite(suite)}
    repeated = {suite for suite, count in Counter(suites).items() if count > 1} - unknown
    for check, found in (("server_tls.unknown_suites", unknown), ("server_tls.repeated_suites", repeated)):
        if found:
            yield warning(check, (*path, "cipherSuites"), suites=" ".join(sorted(found)))


def is_cipher_suite(suite: str) -> bool:
    """Whether Istio takes this for a suite: what starts with an operator (`-`, `+`) too; Go looks at the first byte."""
    return not suite or suite in _CIPHER_SUITES or not chr(suite.encode(errors="replace")[0]).isalnum()


def _sources(tls: Mapping[str, Any]) -> int:
    """In how many ways the server's certificate is given."""
    own = bool(tls.get("serverCertificate") and tls.get("privateKey"))
    return own + sum(bool(tls.get(field)) for field in ("credentialName", "credentialNames", "tlsCertificates"))


def _own_certificates(tls: Mapping[str, Any], mode: str, path: FieldPath) -> Iterator[Violation]:
    """Certificates that are files in the proxy: what the mode needs must be there."""
    if mode == "MUTUAL" and not tls.get("caCertificates"):
        yield error("server_tls.no_ca", path)
    certificates: Sequence[Mapping[str, str]] = tls.get("tlsCertificates", ())
    if len(certificates) > 2:
        yield warning("server_tls.many_certificates", (*path, "tlsCertificates"), mode=mode)
    for i, certificate in enumerate(certificates or (tls,)):
        where = (*path, "tlsCertificates", i) if certificates else path
        if not certificate.get("serverCertificate"):
            yield error("server_tls.no_certificate", where, mode=mode)
        if not certificate.get("privateKey"):
            yield error("server_tls.no_key", where, mode=mode)


def _revocations(tls: Mapping[str, Any], path: FieldPath) -> Iterator[Violation]:
    if not tls.get("caCrl"):
        return
    if tls.get("credentialName"):
        yield error("server_tls.revocations_and_credential", (*path, "caCrl"))
    if mode_of(tls) == "SIMPLE":
        yield error("server_tls.revocations_in_simple", (*path, "caCrl"))
