"""The injectors of a mesh: the values in their ConfigMaps. Source: Istio pkg/config/analysis/analyzers/injection."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from snippet_check.mesh.content import strings
from snippet_check.mesh.mesh import Mesh
from snippet_check.resource import Resource

PLAIN_INJECTOR = "istio-sidecar-injector"
"""The ConfigMap of the default revision; others are called after it and their revision."""


def injector_name(revision: str) -> str:
    """The name of a revision's ConfigMap."""
    return PLAIN_INJECTOR if revision in ("", "default") else f"{PLAIN_INJECTOR}-{revision}"


def injectors(mesh: Mesh) -> Mapping[str, list[Any]]:
    """The values of each injector by the name of its ConfigMap; None where they are no JSON.

    Files may hold equal names in several namespaces; in a cluster only Istio's own namespace counts.
    """
    return mesh.once(_injectors)


def _injectors(mesh: Mesh) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = defaultdict(list)
    for config_map in mesh.as_given("ConfigMap"):
        if config_map.name.startswith(PLAIN_INJECTOR):
            found[config_map.name].append(_values(config_map))
    return dict(found)


def _values(config_map: Resource) -> Any:
    try:
        values = json.loads(strings(config_map.content, "data").get("values", ""), parse_constant=_refuse)
    except (ValueError, RecursionError):
        return None
    return {} if values is None else values


def _refuse(constant: str) -> None:
    """Python takes NaN and Infinity for numbers, Go does not."""
    raise ValueError(constant)
