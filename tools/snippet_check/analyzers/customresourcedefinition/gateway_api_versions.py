"""The Gateway API's definitions are new enough for Istio to read their resources."""

from __future__ import annotations

import re
from collections.abc import Iterator

from snippet_check.diagnostics import Diagnostic, message_type
from snippet_check.mesh import Mesh
from snippet_check.mesh.content import strings

NAME = "k8sgateway.CRDVersionAnalyzer"
INPUTS = frozenset({"CustomResourceDefinition"})

_VERSION = "gateway.networking.k8s.io/bundle-version"
_MINIMUM = {
    "grpcroutes.gateway.networking.k8s.io": (1, 1, 0),
    "backendtlspolicies.gateway.networking.k8s.io": (1, 4, 0),
    "tlsroutes.gateway.networking.k8s.io": (1, 5, 0),
}
"""Source: Istio 1.30 pkg/config/schema/gatewayapi (MinimumCRDVersions)."""

_MAX_LENGTH = 256
_PRE_RELEASE = "(?:0|[1-9][0-9]*|[0-9]*[A-Za-z-][0-9A-Za-z-]*)"
_semantic_version = re.compile(
    r"v?([0-9]+)(?:\.([0-9]+))?(?:\.([0-9]+))?"
    rf"(?:-({_PRE_RELEASE}(?:\.{_PRE_RELEASE})*))?(?:\+([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?"
).fullmatch
"""What Masterminds/semver reads when it is lenient: minor and patch may be missing, numbers may start with zeros."""


def analyze(mesh: Mesh) -> Iterator[Diagnostic]:
    for definition in mesh.of_kind("CustomResourceDefinition"):
        minimum = _MINIMUM.get(definition.name)
        written = strings(definition.metadata, "annotations").get(_VERSION, "")
        found = _semantic_version(written) if minimum and len(written) <= _MAX_LENGTH else None
        if not minimum or not found:
            continue
        installed = tuple(int(number or 0) for number in found.groups()[:3])
        if installed < minimum and max(installed) < 1 << 64:
            place = definition.at("metadata", "annotations", _VERSION)
            suffix = (f"-{found[4]}" if found[4] else "") + (f"+{found[5]}" if found[5] else "")
            yield message_type("IST0176").at(
                place, reported=(), crd=definition.name, installed=_dotted(installed) + suffix, minimum=_dotted(minimum)
            )


def _dotted(version: tuple[int, ...]) -> str:
    return ".".join(map(str, version))
