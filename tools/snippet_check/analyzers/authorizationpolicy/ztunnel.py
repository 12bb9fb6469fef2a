"""An AuthorizationPolicy that a ztunnel applies asks for nothing that only HTTP has.

Source: Istio 1.30 pilot/pkg/serviceregistry/ambient/authorization.go (handleRule).
"""

from __future__ import annotations

from collections.abc import Iterator

from snippet_check.analyzers.anykind._ztunnel import ZtunnelPods
from snippet_check.diagnostics import Diagnostic, message_type
from snippet_check.mesh import Mesh
from snippet_check.mesh.content import mapping, mappings, text
from snippet_check.resource import Content, FieldPath

INPUTS = frozenset({"AuthorizationPolicy", "Pod"})

_OPERATION = ("hosts", "notHosts", "methods", "notMethods", "paths", "notPaths")
_SOURCE = ("remoteIpBlocks", "notRemoteIpBlocks", "requestPrincipals", "notRequestPrincipals")
_KEYS = frozenset(("source.ip", "source.namespace", "source.principal", "destination.ip", "destination.port"))
"""The conditions that a ztunnel knows."""
_EFFECTS = {"": "allow", "ALLOW": "allow", "DENY": "deny"}


def analyze(mesh: Mesh) -> Iterator[Diagnostic]:
    pods = mesh.once(ZtunnelPods)
    for policy in mesh.of_kind("AuthorizationPolicy"):
        effect = _EFFECTS.get(text(policy.spec, "action"))
        if effect and pods.alone_apply(policy):
            for i, rule in enumerate(mappings(policy.spec, "rules")):
                path = next(_http_fields(rule), None)
                if path:
                    yield message_type("SC0274").at(policy.at("spec", "rules", i, *path), effect=effect)


def _http_fields(rule: Content) -> Iterator[FieldPath]:
    """The paths of the fields that only HTTP has."""
    for i, target in enumerate(mappings(rule, "to")):
        yield from (("to", i, "operation", field) for field in _OPERATION if mapping(target, "operation").get(field))
    for i, origin in enumerate(mappings(rule, "from")):
        yield from (("from", i, "source", field) for field in _SOURCE if mapping(origin, "source").get(field))
    for i, condition in enumerate(mappings(rule, "when")):
        if text(condition, "key") not in _KEYS:
            yield "when", i, "key"
