"""What a policy may be attached to. Source: Istio pkg/config/validation (validatePolicyTargetReference)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from snippet_check.resource import FieldPath
from snippet_check.schema.validation.violation import Violation, error

_TARGETS = frozenset(
    (
        ("core", "Service"),
        ("networking.istio.io", "ServiceEntry"),
        ("gateway.networking.k8s.io", "Gateway"),
        ("gateway.networking.k8s.io", "GatewayClass"),
    )
)


def target_references(spec: Mapping[str, Any]) -> Iterator[Violation]:
    """The `targetRef` and the `targetRefs` of a policy."""
    if (single := spec.get("targetRef")) is not None:
        yield from target_reference(single, ("spec", "targetRef"))
    for i, reference in enumerate(spec.get("targetRefs", ())):
        yield from target_reference(reference, ("spec", "targetRefs", i))


def target_reference(reference: Mapping[str, str], path: FieldPath) -> Iterator[Violation]:
    if not reference.get("name"):
        yield error("target_reference.name", path)
    if reference.get("namespace"):
        yield error("target_reference.namespace", (*path, "namespace"))
    group, kind = reference.get("group", ""), reference.get("kind", "")
    if (group or "core", kind) not in _TARGETS:
        yield error("target_reference.kind", path, target=f"{group}/{kind}")


def attachments(spec: Mapping[str, Any]) -> Iterator[Violation]:
    """A policy is attached in one way: by selector, by targetRef, or by targetRefs."""
    if len([name for name in ("selector", "targetRef", "targetRefs") if spec.get(name) is not None]) > 1:
        yield error("target_reference.several", ("spec",))
