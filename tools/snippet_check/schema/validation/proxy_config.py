"""What Istio's validation says about a ProxyConfig."""

from __future__ import annotations

from collections.abc import Iterator

from snippet_check.resource import Resource
from snippet_check.schema.validation.rules.labels import match_labels
from snippet_check.schema.validation.violation import Violation, error


def validate(resource: Resource) -> Iterator[Violation]:
    yield from match_labels(resource.spec.get("selector"), ("spec", "selector"))
    if resource.spec.get("concurrency", 0) < 0:
        yield error("proxy_config.concurrency", ("spec", "concurrency"))
