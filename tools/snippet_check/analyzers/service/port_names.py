"""The name or the appProtocol of each Service port tells its protocol."""

from __future__ import annotations

from collections.abc import Iterator

from snippet_check.diagnostics import Diagnostic, message_type
from snippet_check.mesh import Mesh
from snippet_check.mesh.content import mappings, number, text
from snippet_check.mesh.labels import labels
from snippet_check.mesh.membership import MANAGED_BY, is_control_plane
from snippet_check.mesh.protocol import service_port_protocol
from snippet_check.resource import Content, Resource

NAME = "service.PortNameAnalyzer"
INPUTS = frozenset({"Service"})

_GATEWAY_CONTROLLERS = frozenset(
    ("istio.io-gateway-controller", "istio.io-mesh-controller", "istio.io-eastwest-controller")
)


def analyze(mesh: Mesh) -> Iterator[Diagnostic]:
    for service in mesh.of_kind("Service"):
        if not is_control_plane(service) and labels(service).get(MANAGED_BY) not in _GATEWAY_CONTROLLERS:
            yield from _check(service)


def _check(service: Resource) -> Iterator[Diagnostic]:
    external = text(service.spec, "type") == "ExternalName"
    for i, port in enumerate(mappings(service.spec, "ports")):
        name = text(port, "name")
        if not _is_unnamed(port) and not (external and name == "tcp"):
            continue
        place = service.at("spec", "ports", i, "port")
        if external:
            yield message_type("IST0150").at(place)
        else:
            target = str(port.get("targetPort", 0))
            yield message_type("IST0118").at(place, name=name, port=number(port, "port"), target_port=target)


def _is_unnamed(port: Content) -> bool:
    app_protocol = port.get("appProtocol")
    return service_port_protocol(
        number(port, "port"),
        text(port, "name"),
        text(port, "protocol"),
        app_protocol if isinstance(app_protocol, str) else None,
    ).is_unsupported
