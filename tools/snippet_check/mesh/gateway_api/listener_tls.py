"""The TLS settings of a Gateway's listener as those of an Istio server.

Source: Istio 1.30 pilot/pkg/config/kube/gateway/conversion.go (buildTLS).
"""

from __future__ import annotations

import base64
import binascii
import re
from typing import NamedTuple

from snippet_check.mesh.certificate import all_valid
from snippet_check.mesh.content import mapping, mappings, number, strings, text
from snippet_check.mesh.gateway_api.conditions import Problem
from snippet_check.mesh.gateway_api.listeners import Listener
from snippet_check.mesh.gateway_api.references import CONFIG_MAP, SECRET, GroupKind, ReferenceGrants, group_kind
from snippet_check.mesh.mesh import Mesh
from snippet_check.resource import Content, Place, Resource

_TERMINATE_OPTION = "gateway.istio.io/tls-terminate-mode"
_LISTENER_OPTION = "gateway.istio.io/listener-protocol"
_NETWORK_LABEL = "topology.istio.io/network"
_PORT_LABEL = "networking.istio.io/gatewayPort"
_MUTUAL = ("MUTUAL", "OPTIONAL_MUTUAL")
_KEYS = (("cert", "key"), ("tls.crt", "tls.key"))
_CA_KEYS = ("cacert", "ca.crt")
_CA_SUFFIX = "-cacert"
"""What istiod adds to the name of a credential to verify others by: a grant for a name is held against this one."""
_MOST_CERTIFICATES = 2
_is_private_key = re.compile(rb"^-----BEGIN [A-Z ]*PRIVATE KEY-----", re.M).search


class ListenerTls(NamedTuple):
    """The `tls` of the Istio server, None without; or what keeps the listener from being programmed."""

    settings: Content | None
    problem: Problem | None = None


class _TlsError(ValueError):
    """A listener's TLS settings refer to something that is missing, broken or not granted."""

    def __init__(self, reason: str, place: Place) -> None:
        super().__init__(reason)
        self.problem = Problem(reason, place)


def listener_tls(listener: Listener, mesh: Mesh) -> ListenerTls:
    """The TLS settings of a listener."""
    tls = listener.content.get("tls")
    if not isinstance(tls, dict):
        return ListenerTls(None)
    if text(tls, "mode") == "Passthrough":
        return ListenerTls({"mode": "AUTO_PASSTHROUGH" if _is_auto_passthrough(listener) else "PASSTHROUGH"})
    option = text(mapping(tls, "options"), _TERMINATE_OPTION)
    if option == "ISTIO_SIMPLE":
        return ListenerTls({"mode": "SIMPLE", "credentialName": "builtin://"})
    if option == "ISTIO_MUTUAL":
        return ListenerTls({"mode": "ISTIO_MUTUAL"})
    try:
        return ListenerTls(_terminated(tls, option if option in _MUTUAL else "", listener, mesh))
    except _TlsError as error:
        return ListenerTls(None, error.problem)


def _terminated(tls: Content, mode: str, listener: Listener, mesh: Mesh) -> Content:
    """The settings of a listener that ends TLS, `mode` being what its options ask for. Raises _TlsError."""
    names = _certificates(tls, listener, mesh)
    if not any(names):
        return {"mode": mode or "SIMPLE"}
    verifies = _verifies_clients(listener, mesh)
    mode = mode or ("MUTUAL" if verifies else "SIMPLE")
    if len(names) > 1 and all(names):
        return {"mode": mode, "credentialNames": names}
    # Where only the second of two can be used, istiod still takes the first, and that is none.
    return {"mode": mode, "credentialName": names[0]}


def _certificates(tls: Content, listener: Listener, mesh: Mesh) -> list[str]:
    """The credential of every reference, "" for one that cannot be used; when there are any, one must."""
    references = mappings(tls, "certificateRefs")
    if len(references) > _MOST_CERTIFICATES:
        raise _TlsError("InvalidCertificateRef", _at(listener, "certificateRefs"))
    problems = [_problem(one, listener, mesh) for one in references]
    if problems and all(problems):
        raise _TlsError(problems[0], _at(listener, "certificateRefs", 0))
    return [
        "" if problem else _credential(one, listener.owner) for one, problem in zip(references, problems, strict=True)
    ]


def _problem(reference: Content, listener: Listener, mesh: Mesh) -> str:
    """Why a certificate cannot be used; "" where it can."""
    owner, grants = listener.owner, mesh.once(ReferenceGrants)
    namespace, name = text(reference, "namespace") or owner.namespace, text(reference, "name")
    if group_kind(reference, SECRET) != SECRET or not _is_certificate(mesh.get("Secret", namespace, name)):
        return "InvalidCertificateRef"
    if namespace == owner.namespace or grants.allow(listener.owner_kind, owner.namespace, SECRET, namespace, name):
        return ""
    return "RefNotPermitted"


def _credential(reference: Content, owner: Resource) -> str:
    return f"kubernetes-gateway://{text(reference, 'namespace') or owner.namespace}/{text(reference, 'name')}"


def _verifies_clients(listener: Listener, mesh: Mesh) -> bool:
    """Whether clients of a port need certificates, as the Gateway's `tls.frontend` says. Raises _TlsError."""
    gateway, owner = listener.gateway, listener.owner
    references = mappings(mapping(_frontend(gateway, listener.port), "validation"), "caCertificateRefs")
    if not references:
        return False
    at, kind = gateway.at("spec", "tls", "frontend"), group_kind(references[0], CONFIG_MAP)
    namespace, name = text(references[0], "namespace") or owner.namespace, text(references[0], "name")
    if len(references) > 1 or not _is_authority(kind, namespace, name, mesh):
        raise _TlsError("InvalidCertificateRef", at)
    granted = (listener.owner_kind, owner.namespace, kind, namespace, f"{name}{_CA_SUFFIX}")
    if namespace != owner.namespace and not mesh.once(ReferenceGrants).allow(*granted):
        raise _TlsError("RefNotPermitted", at)
    return True


def _frontend(gateway: Resource, port: int) -> Content:
    """What a Gateway says about the clients of a port."""
    frontend = mapping(gateway.spec, "tls", "frontend")
    own = [one for one in mappings(frontend, "perPort") if number(one, "port") == port]
    return mapping(own[0], "tls") if own else mapping(frontend, "default")


def _is_authority(kind: GroupKind, namespace: str, name: str, mesh: Mesh) -> bool:
    """Whether a ConfigMap or Secret holds certificates to verify others by."""
    if kind not in (CONFIG_MAP, SECRET):
        return False
    found = mesh.get(kind.kind, namespace, name)
    data = mapping(found.content, "data") if found else {}
    value = next((data[key] for key in _CA_KEYS if data.get(key)), "")
    pem = value.encode() if kind == CONFIG_MAP and isinstance(value, str) else _decoded(value)
    return all_valid(pem, None)


def _is_certificate(secret: Resource | None) -> bool:
    """Whether a Secret holds a certificate and a key, under generic names or under those of the type tls."""
    data = mapping(secret.content, "data") if secret else {}
    for certificate, key in _KEYS:
        if data.get(certificate) and data.get(key):
            return all_valid(_decoded(data[certificate]), None) and bool(_is_private_key(_decoded(data[key])))
    return False


def _decoded(value: object) -> bytes:
    try:
        return base64.b64decode(value) if isinstance(value, str) else b""
    except (binascii.Error, ValueError):
        return b""


def _is_auto_passthrough(listener: Listener) -> bool:
    """Whether a listener leads to any service of another network: by its option, or as the port between networks."""
    if text(mapping(listener.content, "tls", "options"), _LISTENER_OPTION) == "auto-passthrough":
        return True
    labels = strings(listener.owner.metadata, "labels")
    return _NETWORK_LABEL in labels and str(number(listener.content, "port")) == labels.get(_PORT_LABEL, "15443")


def _at(listener: Listener, *path: str | int) -> Place:
    return Place(listener.owner, (*listener.place.path, "tls", *path))
