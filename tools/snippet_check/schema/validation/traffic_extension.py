"""What Istio's validation says about a TrafficExtension."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from snippet_check.resource import FieldPath, Resource
from snippet_check.schema.validation.rules.labels import match_labels
from snippet_check.schema.validation.rules.target_references import attachments, target_references
from snippet_check.schema.validation.rules.wasm import matched_ports, wasm_module
from snippet_check.schema.validation.violation import Violation, error

_MAX_CODE = 65536


def validate(resource: Resource) -> Iterator[Violation]:
    spec = resource.spec
    if "wasm" not in spec and "lua" not in spec:
        yield error("traffic_extension.one_of", ("spec",))
    yield from attachments(spec)
    yield from match_labels(spec.get("selector"), ("spec", "selector"))
    yield from target_references(spec)
    if "lua" in spec:
        yield from _lua(spec["lua"], ("spec", "lua"))
    if "wasm" in spec:
        yield from wasm_module(spec["wasm"], ("spec", "wasm"))
    yield from matched_ports(spec.get("match", ()), ("spec", "match"))


def _lua(content: Mapping[str, Any], path: FieldPath) -> Iterator[Violation]:
    code = content.get("inlineCode", "")
    if not code:
        yield error("traffic_extension.code_empty", path)
    elif len(code.encode(errors="replace")) > _MAX_CODE:
        yield error("traffic_extension.code_long", (*path, "inlineCode"))
