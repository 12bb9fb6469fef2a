"""Servers on one port of the same gateway speak protocols that can share it."""

from __future__ import annotations

from collections.abc import Iterator

from snippet_check.analyzers.gateway._selector import selector_of
from snippet_check.diagnostics import Diagnostic, message_type
from snippet_check.mesh import Mesh
from snippet_check.mesh.labels import labels
from snippet_check.mesh.merged_gateway import Displaced, merged_gateway
from snippet_check.mesh.pods import pods
from snippet_check.mesh.proxy import Proxy
from snippet_check.resource import Place, Resource

INPUTS = frozenset(
    {
        "EndpointSlice",
        "Gateway",
        "Ingress",
        "KubernetesGateway",
        "ListenerSet",
        "MeshConfig",
        "Namespace",
        "Pod",
        "Service",
        "ServiceEntry",
        "WorkloadEntry",
    }
)


def analyze(mesh: Mesh) -> Iterator[Diagnostic]:
    found = {displaced.server.source: displaced for pod in _gateway_pods(mesh) for displaced in _displaced(mesh, pod)}
    for place, displaced in found.items():
        if place.resource.kind == "Gateway":
            yield message_type("SC0281").at(
                _protocol(place),
                related=(_protocol(displaced.by.source),),
                port=displaced.server.port,
                protocol=displaced.server.protocol_name,
                other=displaced.by.protocol_name,
            )


def _gateway_pods(mesh: Mesh) -> Iterator[Resource]:
    """One Pod for every selector of a Gateway."""
    selectors = {tuple(sorted(selector_of(gateway).items())) for gateway in mesh.of_kind("Gateway")}
    for selector in sorted(selectors):
        pod = pods(mesh).first(dict(selector)) if selector else None
        if pod is not None:
            yield pod


def _displaced(mesh: Mesh, pod: Resource) -> list[Displaced]:
    return merged_gateway(mesh, Proxy("router", pod.name, pod.namespace, labels(pod))).displaced


def _protocol(server: Place) -> Place:
    return server.resource.at(*server.path, "port", "protocol")
