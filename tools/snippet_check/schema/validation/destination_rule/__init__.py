"""DestinationRule: its host and subsets. Source: Istio pkg/config/validation (ValidateDestinationRule)."""

from __future__ import annotations

from collections.abc import Iterator

from snippet_check.resource import Content, FieldPath, Resource
from snippet_check.schema.validation.destination_rule.traffic_policy import traffic_policy
from snippet_check.schema.validation.rules.domains import is_label, wildcard_domain
from snippet_check.schema.validation.rules.export_to import export_to
from snippet_check.schema.validation.rules.labels import labels, match_labels
from snippet_check.schema.validation.violation import Violation, error, only_errors


def validate(resource: Resource) -> Iterator[Violation]:
    spec, namespace = resource.spec, resource.namespace
    selector = spec.get("workloadSelector")
    yield from wildcard_domain(spec.get("host", ""), ("spec", "host"))
    if (policy := spec.get("trafficPolicy")) is not None:
        yield from traffic_policy(policy, namespace, ("spec", "trafficPolicy"))
    names: set[str] = set()
    for i, subset in enumerate(spec.get("subsets", ())):
        yield from _subset(subset, names, namespace, ("spec", "subsets", i))
    yield from export_to(spec.get("exportTo", ()), namespace, selects_workloads=selector is not None)
    yield from match_labels(selector, ("spec", "workloadSelector"))


def _subset(subset: Content, names: set[str], namespace: str, path: FieldPath) -> Iterator[Violation]:
    name = subset.get("name", "")
    if name in names:
        yield error("destination_rule.subset_twice", (*path, "name"), name=name)
    names.add(name)
    if not name:
        yield error("destination_rule.subset_without_name", path)
    elif not is_label(name):
        yield error("destination.subset", (*path, "name"), subset=name)
    yield from labels(subset.get("labels", {}), (*path, "labels"))
    if (policy := subset.get("trafficPolicy")) is not None:
        yield from only_errors(traffic_policy(policy, namespace, (*path, "trafficPolicy")))
