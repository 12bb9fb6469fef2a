"""A Gateway selects Pods, and a Service of theirs offers each of its ports."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from snippet_check.analyzers.gateway._selector import selector_of, selector_place
from snippet_check.diagnostics import Diagnostic, message_type
from snippet_check.mesh import Mesh
from snippet_check.mesh.content import mappings, number, strings, text, whole
from snippet_check.mesh.labels import labels
from snippet_check.mesh.pods import pods
from snippet_check.mesh.selectors import SelectorIndex, selector_text
from snippet_check.resource import Resource

NAME = "gateway.IngressGatewayPortAnalyzer"
INPUTS = frozenset({"Gateway", "Pod", "Service"})


def analyze(mesh: Mesh) -> Iterator[Diagnostic]:
    offered: dict[str, frozenset[int] | None] = {}
    for gateway in mesh.of_kind("Gateway"):
        selector = selector_text(selector_of(gateway))
        if selector not in offered:
            offered[selector] = _offered(mesh, selector_of(gateway))
        yield from _check(gateway, selector, offered[selector])


def _check(gateway: Resource, selector: str, offered: frozenset[int] | None) -> Iterator[Diagnostic]:
    place = selector_place(gateway)
    if offered is None:
        yield message_type("IST0101").at(place, kind="selector", name=selector)
        return
    for server in mappings(gateway.spec, "servers"):
        if "port" in server and (port := number(server["port"], "number")) not in offered:
            yield message_type("IST0162").at(place, port=port, selector=selector)


def _offered(mesh: Mesh, selector: dict[str, str]) -> frozenset[int] | None:
    """The ports that Services offer for the Pods of a selector; None where it selects no Pod."""
    workloads = {(pod.namespace, tuple(labels(pod).items())) for pod in pods(mesh).selected(selector)}
    services = mesh.once(_services)
    return (
        frozenset(
            port
            for namespace, own in workloads
            if namespace in services
            for service in services[namespace].selecting(dict(own))
            for port in _ports(service)
        )
        if workloads
        else None
    )


def _ports(service: Resource) -> Iterator[int]:
    """TCP ports, by number and by target: a Gateway's port is the one that its proxy listens on."""
    for port in mappings(service.spec, "ports"):
        if text(port, "protocol") == "TCP":
            yield number(port, "port")
            if target := whole(port.get("targetPort")):
                yield target


def _services(mesh: Mesh) -> dict[str, SelectorIndex[Resource]]:
    """By namespace; a Service without a selector counts for every Pod."""
    found: dict[str, list[tuple[dict[str, str], Resource]]] = defaultdict(list)
    for service in mesh.of_kind("Service"):
        found[service.namespace].append((strings(service.spec, "selector"), service))
    return {namespace: SelectorIndex(services) for namespace, services in found.items()}
