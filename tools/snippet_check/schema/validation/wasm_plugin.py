"""What Istio's validation says about a WasmPlugin."""

from __future__ import annotations

from collections.abc import Iterator

from snippet_check.resource import Resource
from snippet_check.schema.validation.rules.labels import match_labels
from snippet_check.schema.validation.rules.target_references import attachments, target_references
from snippet_check.schema.validation.rules.wasm import matched_ports, wasm_module
from snippet_check.schema.validation.violation import Violation


def validate(resource: Resource) -> Iterator[Violation]:
    spec = resource.spec
    yield from attachments(spec)
    yield from match_labels(spec.get("selector"), ("spec", "selector"))
    yield from target_references(spec)
    yield from wasm_module(spec, ("spec",))
    yield from matched_ports(spec.get("match", ()), ("spec", "match"))
