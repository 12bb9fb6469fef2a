"""The schemas of resource definitions, and of Kubernetes' kinds what Istio reads, as facts/schemas has them.

There is one tree for each kind: of the spec for a resource definition, of the whole object for a kind of Kubernetes.

Source: named at the head of each file there.
"""

from __future__ import annotations

import functools
import importlib.resources
import json
import re
from collections.abc import Mapping
from typing import Any

from snippet_check.schema.kinds import GATEWAY_API, Kind

_FACTS = importlib.resources.files("snippet_check") / "facts" / "schemas"
_STEP = re.compile(r"[^.\[\]]+|\[\]")


class Field:
    """A field: its facts (type, required, enum, minimum, default, since …), and the fields within it.

    `items` is what a list holds; for a map, what its values are.
    """

    __slots__ = ("facts", "fields", "items")

    def __init__(self, facts: Mapping[str, Any], items: Field | None = None) -> None:
        self.facts = facts
        self.fields: dict[str, Field] = {}
        self.items = items

    @property
    def type(self) -> str:
        """object, string, integer, number, boolean, T[] or map<string,T>."""
        return str(self.facts.get("type", "object"))


@functools.cache
def schema(kind: Kind) -> Field | None:
    """The schema of what stands at `root_path` in a kind's objects, None where there is none."""
    kinds = _facts(kind.group)["kinds"]
    return _tree(kinds[kind.name]) if kind.name in kinds else None


def is_defined(kind: Kind) -> bool:
    """Whether a resource definition brings the kind to a cluster; Kubernetes' own kinds need none."""
    return kind.group == GATEWAY_API or kind.group.endswith(".istio.io")


def root_path(kind: Kind) -> tuple[str, ...]:
    """Where in an object its schema begins."""
    return ("spec",) if is_defined(kind) else ()


@functools.cache
def _facts(group: str) -> dict[str, Any]:
    if group.endswith(".istio.io"):
        return _read("istio")
    return _read("gateway-api" if group == GATEWAY_API else "kubernetes")


@functools.cache
def _read(name: str) -> dict[str, Any]:
    return json.loads((_FACTS / f"{name}.json").read_text("utf-8"))  # type: ignore[no-any-return]


def _tree(facts: dict[str, Any]) -> Field:
    about = facts["about"]
    root = Field(
        {"type": "object", "required_fields": about["required"], **{key: about[key] for key in ("oneofs", "rules")}}
    )
    by_path = {"": root}
    for path, own in sorted(facts["fields"].items(), key=lambda entry: len(_STEP.findall(entry[0]))):
        made = _field(own)
        parent, _, name = path.rpartition(".")
        _inner(by_path[parent]).fields[name] = made
        by_path[path] = made
        by_path[f"{path}[]"] = by_path[f"{path}.*"] = made
    return root


def _field(facts: dict[str, Any]) -> Field:
    kind, own = facts["type"], facts.get("items", {})
    if kind.endswith("[]"):
        return Field(facts, _item(kind.removesuffix("[]"), facts, own))
    if kind.startswith("map<"):
        return Field(facts, _item(kind.removeprefix("map<string,").removesuffix(">"), facts, own))
    return Field(facts)


def _item(kind: str, facts: dict[str, Any], own: dict[str, Any]) -> Field:
    """What a list or map holds. Its choices among fields are facts of the list or map."""
    return Field({"type": kind, "oneofs": facts.get("oneofs", ()), **own})


def _inner(field_: Field) -> Field:
    """Where the fields of a list's or map's objects are kept."""
    return field_.items or field_
