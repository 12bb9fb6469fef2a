"""What of a mesh changes traffic and is not translated yet: whoever shows an answer has to name it."""

from __future__ import annotations

from collections.abc import Iterator

from snippet_check.mesh.content import mapping, mappings, strings, text
from snippet_check.mesh.mesh import Mesh
from snippet_check.resource import Place

_KINDS = ("AuthorizationPolicy", "RequestAuthentication", "TrafficExtension", "WasmPlugin")
_OPAQUE_PATCHES = frozenset(("BOOTSTRAP", "EXTENSION_CONFIG", "HTTP_FILTER", "LISTENER_FILTER", "NETWORK_FILTER"))
"""Patches by which an EnvoyFilter brings code of its own: it is put in its place, but nobody runs it here."""
_WAYPOINT_CLASSES = frozenset(("istio-waypoint", "istio-east-west"))
_AMBIENT = "istio.io/dataplane-mode"


def untranslated(mesh: Mesh) -> Iterator[Place]:
    """The resources, or the fields of them, that have no effect here and would have one in a cluster."""
    for kind in _KINDS:
        yield from (resource.at() for resource in mesh.of_kind(kind))
    for envoy_filter in mesh.of_kind("EnvoyFilter"):
        for i, patch in enumerate(mappings(envoy_filter.spec, "configPatches")):
            brings = text(mapping(patch, "patch"), "operation") not in ("MERGE", "REMOVE")
            if brings and text(patch, "applyTo") in _OPAQUE_PATCHES:
                yield envoy_filter.at("spec", "configPatches", i)
    for gateway in mesh.of_kind("KubernetesGateway"):
        if gateway.spec.get("gatewayClassName") in _WAYPOINT_CLASSES:
            yield gateway.at("spec", "gatewayClassName")
    for kind in ("Namespace", "Pod"):
        for resource in mesh.of_kind(kind):
            if strings(resource.metadata, "labels").get(_AMBIENT) == "ambient":
                yield resource.at("metadata", "labels", _AMBIENT)
