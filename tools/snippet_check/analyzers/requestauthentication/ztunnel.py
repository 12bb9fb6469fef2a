"""A RequestAuthentication of ambient mode is for a waypoint: a ztunnel does not read tokens."""

from __future__ import annotations

from collections.abc import Iterator

from snippet_check.analyzers.anykind._ztunnel import ZtunnelPods
from snippet_check.diagnostics import Diagnostic, message_type
from snippet_check.mesh import Mesh

INPUTS = frozenset({"RequestAuthentication", "Pod"})


def analyze(mesh: Mesh) -> Iterator[Diagnostic]:
    pods = mesh.once(ZtunnelPods)
    for policy in mesh.of_kind("RequestAuthentication"):
        if pods.alone_apply(policy):
            place = policy.at("spec", "selector") if "selector" in policy.spec else policy.at("metadata", "name")
            yield message_type("SC0274").at(place, effect="token")
