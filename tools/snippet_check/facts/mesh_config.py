"""The fields of MeshConfig and ProxyConfig through Istio's versions. Sources: listed in meshconfig.json."""

from __future__ import annotations

import functools
import importlib.resources
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from snippet_check.facts.versions import holds, minor


@dataclass(frozen=True, slots=True)
class MeshConfigField:
    """One field. Its path is as in YAML: [] follows a list, .* stands for a map's key; defaultConfig is ProxyConfig."""

    path: str
    type: str
    since: str
    until: str | None = None
    deprecated: str | None = None
    documented: str | None = None
    """The version whose documentation first has it, where that is after `since`: it may not have worked before."""
    hidden: bool = False
    """Whether the documentation leaves it out."""
    enum: tuple[str, ...] = ()
    default: Any = None
    """The value in the newest version where nobody writes one; None is the type's zero."""
    default_layer: str = "code"
    """Whether Istio's code or its installation chart sets the default."""
    defaults: tuple[tuple[str, Any], ...] = ()
    """How the default changed: the version, and the value from then on."""
    description: Mapping[str, str] = field(default_factory=dict)

    def default_in(self, version: str) -> Any:
        """The default in a version."""
        earlier = [value for since, value in self.defaults if minor(since) <= minor(version)]
        return earlier[-1] if earlier else self.defaults[0][1] if self.defaults else self.default


@functools.cache
def _data() -> dict[str, Any]:
    file = importlib.resources.files("snippet_check") / "facts" / "meshconfig.json"
    content: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return content


def versions() -> tuple[str, ...]:
    """Every minor version that the data covers, oldest first."""
    return tuple(_data()["minors"])


@functools.cache
def fields() -> tuple[MeshConfigField, ...]:
    """Every field that any version has or had, in the order of the API."""
    return tuple(_field(one) for one in _data()["fields"])


def fields_in(version: str) -> tuple[MeshConfigField, ...]:
    """The fields that a version has."""
    return tuple(one for one in fields() if holds(version, one.since, one.until))


def _field(one: dict[str, Any]) -> MeshConfigField:
    tuples = {
        "enum": tuple(one.get("enum", ())),
        "defaults": tuple((since, value) for since, value in one.get("defaults", ())),
    }
    return MeshConfigField(**{**one, **tuples})
