"""A Gateway's credentials are Secrets beside its Pods, with a certificate that is valid now."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator

from snippet_check.analyzers.gateway._selector import selector_of, selector_place
from snippet_check.diagnostics import Diagnostic, message_type
from snippet_check.mesh import Mesh
from snippet_check.mesh.content import mapping, mappings, text
from snippet_check.mesh.gateways import gateway_name
from snippet_check.mesh.pods import pods
from snippet_check.mesh.selectors import selector_text
from snippet_check.resource import Resource

NAME = "gateway.SecretAnalyzer"
INPUTS = frozenset({"Gateway", "Pod", "Secret"})

_KEY_PAIRS = (("cert", "key"), ("tls.crt", "tls.key"))
"""The names of certificate and key in a Secret, the preferred ones first."""


def analyze(mesh: Mesh) -> Iterator[Diagnostic]:
    for gateway in mesh.of_kind("Gateway"):
        pod = pods(mesh).first(selector_of(gateway))
        if pod is None or not pod.namespace:
            selector = selector_text(selector_of(gateway))
            yield message_type("IST0101").at(selector_place(gateway), kind="selector", name=selector)
        else:
            yield from _credentials(mesh, gateway, pod.namespace)


def _credentials(mesh: Mesh, gateway: Resource, namespace: str) -> Iterator[Diagnostic]:
    for i, server in enumerate(mappings(gateway.spec, "servers")):
        name = text(mapping(server, "tls"), "credentialName")
        if not name:
            continue
        where = gateway.at("spec", "servers", i, "tls", "credentialName")
        secret = mesh.get("Secret", *gateway_name(name, namespace))
        if secret is None:
            yield message_type("IST0101").at(where, kind="credentialName", name=name)
        elif not _usable(secret, mesh.now):
            related = (secret.at("data"),)
            yield message_type("IST0161").at(where, related=related, gateway=gateway.name, namespace=namespace)


def _usable(secret: Resource, now: float | None) -> bool:
    from snippet_check.mesh.certificate import all_valid

    certificate = _certificate(secret)
    return certificate is not None and all_valid(certificate, now)


def _certificate(secret: Resource) -> bytes | None:
    data = mapping(secret.content, "data")
    for certificate, key in _KEY_PAIRS:
        if text(data, certificate) and text(data, key):
            try:
                return base64.b64decode(text(data, certificate))
            except (binascii.Error, ValueError):
                return None
    return None
