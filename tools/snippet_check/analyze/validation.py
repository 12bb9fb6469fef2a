"""Istio's own validation as an analyzer: schema.ValidationAnalyzer.KIND."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from snippet_check.diagnostics import Diagnostic, message_type
from snippet_check.eyes import Eyes
from snippet_check.mesh import MESH_GATEWAY, Mesh
from snippet_check.mesh.content import mappings, texts
from snippet_check.mesh.gateways import gateway_name, server_hosts
from snippet_check.resource import Content, Resource
from snippet_check.schema.kinds import KINDS

VALIDATED_KINDS = frozenset(
    kind.key for kind in KINDS if kind.group.endswith(".istio.io") or kind.key in ("MeshConfig", "MeshNetworks")
)


def validation_of(kind: str) -> Callable[[Mesh, Eyes], Iterator[Diagnostic]]:
    """The analyzer of one kind."""

    def analyze(mesh: Mesh, eyes: Eyes) -> Iterator[Diagnostic]:
        rewrites = kind == "Gateway" and eyes.reads_as_istio
        rewritten = _referenced(mesh) if rewrites else frozenset()
        for resource in mesh.of_kind(kind):
            yield from _violations(resource, _rewritten(resource) if resource in rewritten else resource)

    return analyze


def _violations(resource: Resource, validated: Resource) -> Iterator[Diagnostic]:
    from snippet_check.schema.validation import validate

    for violation in validate(validated):
        problem = violation._replace(path=())
        yield message_type(violation.code).at(resource.at(*violation.path), reported=(), problem=problem)


def _referenced(mesh: Mesh) -> frozenset[Resource]:
    """The Gateways whose hosts Istio's virtualservice.GatewayAnalyzer rewrites in memory before they are validated.

    So a host `./x` of a Gateway without a namespace turns into `/x` and is refused, once a VirtualService names it.
    """
    names = {
        gateway_name(reference, virtual_service.namespace)
        for virtual_service in mesh.of_kind("VirtualService")
        for reference in texts(virtual_service.spec, "gateways")
        if reference != MESH_GATEWAY
    }
    return frozenset(gateway for name in names if (gateway := mesh.get("Gateway", *name)))


def _rewritten(gateway: Resource) -> Resource:
    servers = [_with_hosts(server, gateway.namespace) for server in mappings(gateway.spec, "servers")]
    return gateway._replace(content={**gateway.content, "spec": {**gateway.spec, "servers": servers}})


def _with_hosts(server: Content, namespace: str) -> Content:
    return {**server, "hosts": server_hosts(texts(server, "hosts"), namespace)} if "hosts" in server else server
