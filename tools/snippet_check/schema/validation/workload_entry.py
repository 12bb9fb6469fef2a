"""What Istio's validation says about a WorkloadEntry."""

from __future__ import annotations

from collections.abc import Iterator

from snippet_check.resource import Resource
from snippet_check.schema.validation.rules.endpoints import workload_entry
from snippet_check.schema.validation.violation import Violation


def validate(resource: Resource) -> Iterator[Violation]:
    return workload_entry(resource.spec, ("spec",))
