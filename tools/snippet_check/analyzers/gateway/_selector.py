"""The selector of a Gateway, and where Istio looks for it."""

from __future__ import annotations

from snippet_check.mesh.content import strings
from snippet_check.resource import Place, Resource


def selector_of(gateway: Resource) -> dict[str, str]:
    """The labels of the workloads that a Gateway configures."""
    return strings(gateway.spec, "selector")


def selector_place(gateway: Resource) -> Place:
    """The selector's first label in alphabetical order; where it has none, the selector, for Istio the Gateway."""
    return gateway.at("spec", "selector", min(selector_of(gateway), default=""))
