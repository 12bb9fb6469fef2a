"""No two Gateways for the same workloads serve the same certificate."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from snippet_check.analyzers.gateway._selector import selector_of
from snippet_check.diagnostics import Diagnostic, message_type
from snippet_check.mesh import Mesh
from snippet_check.mesh.content import mapping, mappings, selects, text
from snippet_check.resource import Content, Place, Resource

NAME = "gateway.CertificateAnalyzer"
INPUTS = frozenset({"Gateway"})


def analyze(mesh: Mesh) -> Iterator[Diagnostic]:
    for servers in _by_certificate(mesh).values():
        for gateway, place in servers.items():
            for other, other_place in servers.items():
                if other is not gateway and selects(selector_of(gateway), selector_of(other)):
                    yield message_type("IST0138").at(
                        gateway.at("metadata", "name"),
                        related=(place, other_place),
                        gateway=str(gateway.full_name),
                        other=str(other.full_name),
                    )


def _by_certificate(mesh: Mesh) -> dict[tuple[str, ...], dict[Resource, Place]]:
    """Who serves a certificate, and where each first names it."""
    found: dict[tuple[str, ...], dict[Resource, Place]] = defaultdict(dict)
    for gateway in mesh.of_kind("Gateway"):
        for i, server in enumerate(mappings(gateway.spec, "servers")):
            if certificate := _certificate(mapping(server, "tls")):
                found[certificate].setdefault(gateway, gateway.at("spec", "servers", i, "tls"))
    return found


def _certificate(tls: Content) -> tuple[str, ...]:
    """A Secret's name or the paths of certificate and key, () where neither is complete."""
    if credential := text(tls, "credentialName"):
        return (credential,)
    paths = (text(tls, "serverCertificate"), text(tls, "privateKey"))
    return paths if all(paths) else ()
