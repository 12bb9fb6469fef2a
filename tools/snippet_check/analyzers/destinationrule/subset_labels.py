"""A subset has labels: without them it is the whole service under another name."""

from __future__ import annotations

from collections.abc import Iterator

from snippet_check.diagnostics import Diagnostic, message_type
from snippet_check.mesh import Mesh
from snippet_check.mesh.content import mapping, mappings, text

INPUTS = frozenset({"DestinationRule"})


def analyze(mesh: Mesh) -> Iterator[Diagnostic]:
    for rule in mesh.of_kind("DestinationRule"):
        for i, subset in enumerate(mappings(rule.spec, "subsets")):
            # A subset with a policy alone is a way to give some callers that policy.
            if not mapping(subset, "labels") and "trafficPolicy" not in subset:
                yield message_type("SC0211").at(rule.at("spec", "subsets", i, "name"), name=text(subset, "name"))
