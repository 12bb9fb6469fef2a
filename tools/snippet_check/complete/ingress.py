"""What the API server makes of an Ingress without a class: it gets the one that is the default.

Source: Kubernetes, plugin/pkg/admission/network/defaultingressclass.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from snippet_check.complete.copies import changed
from snippet_check.resource import Resource

_ANNOTATION = "kubernetes.io/ingress.class"
_IS_DEFAULT = "ingressclass.kubernetes.io/is-default-class"


def default_class(classes: Iterable[Resource]) -> str:
    """The name of the class for those without one: of several defaults the youngest, "" where there is none."""
    found = [one for one in classes if _annotations(one).get(_IS_DEFAULT) == "true"]
    found.sort(key=lambda one: one.name)
    found.sort(key=lambda one: str(one.metadata.get("creationTimestamp", "")), reverse=True)
    return found[0].name if found else ""


def with_class(ingress: Resource, name: str) -> Resource:
    """The Ingress with a class, if it has none of its own."""
    if not name or "ingressClassName" in ingress.spec or _ANNOTATION in _annotations(ingress):
        return ingress
    return changed(ingress, spec={**ingress.spec, "ingressClassName": name})


def _annotations(resource: Resource) -> dict[str, Any]:
    annotations: dict[str, Any] = resource.metadata.get("annotations") or {}
    return annotations
