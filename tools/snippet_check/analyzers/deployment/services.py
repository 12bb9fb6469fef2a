"""The Services of a Deployment agree on the protocol of a port, and lead from one port to one target port."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from snippet_check.diagnostics import Diagnostic, message_type
from snippet_check.mesh import Mesh
from snippet_check.mesh.content import mapping, mappings, number, strings, text
from snippet_check.mesh.labels import labels
from snippet_check.mesh.membership import MANAGED_BY, deployment_in_mesh
from snippet_check.mesh.selectors import SelectorIndex
from snippet_check.resource import Resource

NAME = "deployment.MultiServiceAnalyzer"
INPUTS = frozenset({"Service", "Deployment", "Namespace"})

_WAYPOINTS = "istio.io-mesh-controller"


def analyze(mesh: Mesh) -> Iterator[Diagnostic]:
    services = _services(mesh)
    for deployment in mesh.of_kind("Deployment"):
        if labels(deployment).get(MANAGED_BY) == _WAYPOINTS or deployment.namespace not in services:
            continue
        of_pods = strings(mapping(deployment.spec, "template"), "metadata", "labels")
        selecting = list(services[deployment.namespace].selecting(of_pods))
        if selecting and deployment_in_mesh(deployment, mesh):
            selecting.sort(key=lambda service: service.name)
            yield from _protocols(deployment, selecting)
            yield from _target_ports(deployment, selecting)


def _services(mesh: Mesh) -> dict[str, SelectorIndex[Resource]]:
    """By namespace, the Services that select something."""
    found: dict[str, list[tuple[dict[str, str], Resource]]] = defaultdict(list)
    for service in mesh.of_kind("Service"):
        if selector := strings(service.spec, "selector"):
            found[service.namespace].append((selector, service))
    return {namespace: SelectorIndex(services) for namespace, services in found.items()}


def _protocols(deployment: Resource, services: list[Resource]) -> Iterator[Diagnostic]:
    by_port: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for service in services:
        for port in mappings(service.spec, "ports"):
            by_port[number(port, "port")][text(port, "protocol") or "TCP"].append(str(service.full_name))
    for port_number, by_protocol in by_port.items():
        if len(by_protocol) > 1:
            names = ", ".join(sorted(name for names in by_protocol.values() for name in names))
            place = deployment.at("metadata", "name")
            yield message_type("IST0116").at(place, deployment=deployment.name, port=port_number, services=names)


def _target_ports(deployment: Resource, services: list[Resource]) -> Iterator[Diagnostic]:
    by_target: dict[str, dict[int, str]] = defaultdict(dict)
    for service in services:
        for port in mappings(service.spec, "ports"):
            target = str(port.get("targetPort", 0))
            if target in ("0", ""):
                target = str(number(port, "port"))
            by_target[target][number(port, "port")] = str(service.full_name)
    for target, by_port in by_target.items():
        if len(by_port) > 1:
            yield message_type("IST0137").at(
                deployment.at("metadata", "name"),
                deployment=deployment.name,
                services=", ".join(sorted(by_port.values())),
                target_port=target,
                ports=", ".join(map(str, sorted(by_port))),
            )
