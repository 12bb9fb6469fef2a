"""The TLS settings of a Gateway's listener as those of an Istio server.

Source: Istio 1.30 pilot/pkg/config/kube/gateway/conversion.go (buildTLS).
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator

from snippet_check.mesh.certificate import all_valid
from snippet_check.mesh.content import mapping, mappings, number, strings, text
from snippet_check.mesh.gateway_api.references import SECRET, GroupKind, ReferenceGrants, group_kind
from snippet_check.mesh.mesh import Mesh
from snippet_check.resource import Content, Resource

_TERMINATE_OPTION = "gateway.istio.io/tls-terminate-mode"
_LISTENER_OPTION = "gateway.istio.io/listener-protocol"
_NETWORK_LABEL = "topology.istio.io/network"
_PORT_LABEL = "networking.istio.io/gatewayPort"
_MUTUAL = ("MUTUAL", "OPTIONAL_MUTUAL")
_KEYS = (("cert", "key"), ("tls.crt", "tls.key"))
_MOST_CERTIFICATES = 2
_is_private_key = re.compile(rb"^-----BEGIN [A-Z ]*PRIVATE KEY-----", re.M).search


class ListenerTlsError(ValueError):
    """A listener's TLS settings refer to something that is missing, broken or not granted: it is not programmed."""


def listener_tls(listener: Content, owner: Resource, kind: GroupKind, gateway: Resource, mesh: Mesh) -> Content | None:
    """The `tls` of the Istio server; None without. `owner` is the Gateway or ListenerSet. Raises ListenerTlsError."""
    tls = listener.get("tls")
    if not isinstance(tls, dict):
        return None
    if text(tls, "mode") == "Passthrough":
        passes_any = _is_auto_passthrough(listener, strings(owner.metadata, "labels"))
        return {"mode": "AUTO_PASSTHROUGH" if passes_any else "PASSTHROUGH"}
    option = text(mapping(tls, "options"), _TERMINATE_OPTION)
    if option == "ISTIO_SIMPLE":
        return {"mode": "SIMPLE", "credentialName": "builtin://"}
    if option == "ISTIO_MUTUAL":
        return {"mode": "ISTIO_MUTUAL"}
    settings: Content = {"mode": option if option in _MUTUAL else "SIMPLE"}
    certificates = _certificates(tls, owner, kind, mesh)
    settings |= {"credentialName": certificates[0]} if len(certificates) == 1 else {}
    settings |= {"credentialNames": certificates} if len(certificates) > 1 else {}
    if _frontend_validation(gateway, number(listener, "port")):
        settings["mode"] = option if option in _MUTUAL else "MUTUAL"
    return settings


def _certificates(tls: Content, owner: Resource, kind: GroupKind, mesh: Mesh) -> list[str]:
    """The credentials of those references that hold; when there are any, one must."""
    references = mappings(tls, "certificateRefs")
    if len(references) > _MOST_CERTIFICATES:
        raise ListenerTlsError
    found = list(_credentials(references, owner, kind, mesh))
    if references and not found:
        raise ListenerTlsError
    return found


def _credentials(references: list[Content], owner: Resource, kind: GroupKind, mesh: Mesh) -> Iterator[str]:
    grants = mesh.once(ReferenceGrants)
    for reference in references:
        name = text(reference, "name")
        namespace = text(reference, "namespace") or owner.namespace
        granted = namespace == owner.namespace or grants.allow(kind, owner.namespace, SECRET, namespace, name)
        if group_kind(reference, SECRET) == SECRET and granted and _is_certificate(mesh.get("Secret", namespace, name)):
            yield f"kubernetes-gateway://{namespace}/{name}"


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


def _frontend_validation(gateway: Resource, port: int) -> bool:
    """Whether clients of a port must have certificates (`spec.tls.frontend` of the Gateway)."""
    frontend = mapping(gateway.spec, "tls", "frontend")
    own = [one for one in mappings(frontend, "perPort") if number(one, "port") == port]
    settings = mapping(own[0], "tls") if own else mapping(frontend, "default")
    return bool(mappings(mapping(settings, "validation"), "caCertificateRefs"))


def _is_auto_passthrough(listener: Content, labels: dict[str, str]) -> bool:
    """Whether a listener leads to any service of another network: by its option, or as the port between networks."""
    if text(mapping(listener, "tls", "options"), _LISTENER_OPTION) == "auto-passthrough":
        return True
    return _NETWORK_LABEL in labels and str(number(listener, "port")) == labels.get(_PORT_LABEL, "15443")
