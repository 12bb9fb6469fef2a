"""How a proxy speaks TLS to a service. Source: Istio pkg/config/validation/agent (ValidateTLS)."""

from __future__ import annotations

from collections.abc import Iterator

from snippet_check.resource import Content, FieldPath
from snippet_check.schema.validation.violation import Violation, error

_CONFIG_MAP = "configmap://"
_VERIFICATION = {
    "SIMPLE": ("caCertificates", "credentialName", "subjectAltNames"),
    "MUTUAL": ("caCertificates", "subjectAltNames"),
}
_OWN_FILES = ("clientCertificate", "caCertificates", "privateKey", "caCrl")


def client_tls(tls: Content, namespace: str, path: FieldPath) -> Iterator[Violation]:
    mode, credential = tls.get("mode"), tls.get("credentialName", "")
    if credential.startswith(_CONFIG_MAP):
        yield from _config_map(credential, namespace, (*path, "credentialName"))
    if tls.get("insecureSkipVerify"):
        yield from _unverified(tls, path)
    if credential and mode in ("SIMPLE", "MUTUAL"):
        if any(map(tls.get, _OWN_FILES)):
            yield error("client_tls.credential_and_files", (*path, "credentialName"))
    elif mode == "MUTUAL":
        for field in ("clientCertificate", "privateKey"):
            if not tls.get(field):
                yield error("client_tls.mutual_needs", path, field=field)


def _config_map(credential: str, namespace: str, path: FieldPath) -> Iterator[Violation]:
    """`configmap://namespace/name`, in the resource's own namespace."""
    owner, _, name = credential.removeprefix(_CONFIG_MAP).partition("/")
    if not owner or not name.partition("/")[0]:
        yield error("client_tls.config_map", path, credential=credential)
    elif owner != namespace:
        yield error("client_tls.config_map_elsewhere", path, namespace=namespace)


def _unverified(tls: Content, path: FieldPath) -> Iterator[Violation]:
    """Whoever does not verify a certificate cannot say how to."""
    mode = tls.get("mode", "")
    if any(map(tls.get, _VERIFICATION.get(mode, ()))):
        yield error("client_tls.unverified", (*path, "insecureSkipVerify"), mode=mode)
