"""Localities (`region/zone/subzone`) and how traffic moves between them.

Source: Istio pkg/config/validation/agent (ValidateLocalityLbSetting, validateLocalities).
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from snippet_check.resource import FieldPath
from snippet_check.schema.validation.violation import Violation, error, warning

_TOPOLOGY_LABELS = frozenset(
    ("topology.kubernetes.io/region", "topology.kubernetes.io/zone", "topology.istio.io/subzone")
)

Zones: TypeAlias = dict[str, set[str]]


def locality_setting(content: Mapping[str, Any], path: FieldPath, *, ejects: bool) -> Iterator[Violation]:
    """How traffic prefers localities. `ejects`: whether there is outlier detection, which failover needs."""
    distribute, failover = content.get("distribute", ()), content.get("failover", ())
    priority: Sequence[str] = content.get("failoverPriority", ())
    if distribute and failover:
        yield error("locality.distribute_and_failover", path)
        return
    for i, label in enumerate(priority if failover else ()):
        if label in _TOPOLOGY_LABELS:
            yield error("locality.failover_and_topology", (*path, "failoverPriority", i), label=label)
            return
    if not (yield from _distribute(distribute, (*path, "distribute"))):
        return
    if (failover or priority) and not ejects:
        yield warning("locality.failover_without_ejection", path)
    for i, entry in enumerate(failover):
        yield from _failover(entry.get("from", ""), entry.get("to", ""), (*path, "failover", i))


def _distribute(entries: Sequence[Mapping[str, Any]], path: FieldPath) -> Generator[Violation, None, bool]:
    """Whether the weights are right; with a wrong one Istio looks no further."""
    for i, entry in enumerate(entries):
        targets: Mapping[str, int] = entry.get("to", {})
        if not all(1 <= weight <= 100 for weight in targets.values()):
            yield error("locality.weight", (*path, i, "to"))
            return False
        if (total := sum(targets.values())) != 100:
            yield error("locality.weights", (*path, i, "to"), total=total)
            return False
        yield from _localities((target, (*path, i, "to", target)) for target in targets)
    yield from _localities((entry.get("from", ""), (*path, i, "from")) for i, entry in enumerate(entries))
    return True


def _localities(localities: Iterable[tuple[str, FieldPath]]) -> Iterator[Violation]:
    """The first locality that is malformed or overlaps one before it."""
    seen: dict[str, Zones] = {}
    for locality, path in localities:
        if problem := _problem(locality, seen):
            yield error(f"locality.{problem}", path, locality=locality)
            return


def _problem(locality: str, seen: dict[str, Zones]) -> str | None:
    if locality.count("*") > 1 or "*" in locality[:-1]:
        return "wildcard"
    parts = locality.split("/", 2)
    if "*" in seen:
        return "overlap"
    if "" in parts:
        return "empty_part"
    return "overlap" if _overlaps(parts, seen) else None


def _overlaps(parts: Sequence[str], seen: dict[str, Zones]) -> bool:
    """Whether an earlier locality holds this one; if not, it is remembered.

    A wider one with a star goes unnoticed behind a narrower one (`a/b/*` behind `a/b/c`).
    """
    region = parts[0]
    if len(parts) == 1:
        overlaps = region in seen
        seen.setdefault(region, {"*": {"*"}})
        return overlaps
    zones = seen.setdefault(region, {})
    if "*" in zones or (len(parts) == 2 and parts[1] in zones):
        return True
    subzone = parts[2] if len(parts) == 3 else "*"
    subzones = zones.setdefault(parts[1], set())
    overlaps = bool(subzones & {"*", subzone})
    subzones.add(subzone)
    return overlaps


def _failover(source: str, target: str, path: FieldPath) -> Iterator[Violation]:
    if source == target:
        yield error("locality.failover_to_itself", path)
    if "/" in source or "/" in target:
        yield error("locality.failover_below_region", path)
    if "*" in source or "*" in target:
        yield error("locality.failover_wildcard", path)
