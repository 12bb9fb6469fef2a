"""What Istio's validation says about a PeerAuthentication."""

from __future__ import annotations

from collections.abc import Iterator

from snippet_check.resource import Resource
from snippet_check.schema.validation.rules.labels import match_labels
from snippet_check.schema.validation.violation import Violation, error


def validate(resource: Resource) -> Iterator[Violation]:
    spec = resource.spec
    ports, path = spec.get("portLevelMtls", {}), ("spec", "portLevelMtls")
    if ports and not spec.get("selector", {}).get("matchLabels"):
        yield error("peer_authentication.ports_without_selector", path)
    for port in ports:
        if not 1 <= int(port) <= 65535:
            yield error("peer_authentication.port", (*path, port))
    yield from match_labels(spec.get("selector"), ("spec", "selector"))
