"""What Istio's validation says about a Telemetry."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from snippet_check.resource import FieldPath, Resource
from snippet_check.schema.validation.rules.cel import is_expression
from snippet_check.schema.validation.rules.labels import match_labels
from snippet_check.schema.validation.rules.target_references import attachments, target_references
from snippet_check.schema.validation.violation import Violation, error, warning

_TAG_VALUES = {"literal": "value", "header": "name", "environment": "name"}
"""What each source of a custom tag must not leave empty."""


def validate(resource: Resource) -> Iterator[Violation]:
    spec = resource.spec
    yield from attachments(spec)
    yield from match_labels(spec.get("selector"), ("spec", "selector"))
    yield from target_references(spec)
    for i, metrics in enumerate(spec.get("metrics", ())):
        yield from _metrics(metrics, ("spec", "metrics", i))
    if len(spec.get("tracing", ())) > 1:
        yield warning("telemetry.tracing", ("spec", "tracing", 1))
    for i, tracing in enumerate(spec.get("tracing", ())):
        yield from _tracing(tracing, ("spec", "tracing", i))
    for i, logging in enumerate(spec.get("accessLogging", ())):
        yield from _access_logging(logging, ("spec", "accessLogging", i))


def _metrics(metrics: Mapping[str, Any], path: FieldPath) -> Iterator[Violation]:
    yield from _providers(metrics, path)
    for i, override in enumerate(metrics.get("overrides", ())):
        for name, tag in override.get("tagOverrides", {}).items():
            yield from _tag_override(name, tag, (*path, "overrides", i, "tagOverrides", name))
        if override.get("match", {}).get("customMetric") == "":
            yield error("telemetry.custom_metric", (*path, "overrides", i, "match", "customMetric"))


def _tag_override(name: str, tag: Mapping[str, Any], path: FieldPath) -> Iterator[Violation]:
    operation, value = tag.get("operation", "UPSERT"), tag.get("value")
    if not name:
        yield warning("telemetry.tag_override_name", path)
    if operation == "UPSERT" and not value:
        yield error("telemetry.upsert", path)
    elif operation == "REMOVE" and value:
        yield error("telemetry.remove", (*path, "value"))


def _tracing(tracing: Mapping[str, Any], path: FieldPath) -> Iterator[Violation]:
    if len(tracing.get("providers", ())) > 1:
        yield warning("telemetry.tracing_providers", (*path, "providers", 1))
    yield from _providers(tracing, path)
    # NaN and the infinities are texts; no comparison with NaN holds, so that Istio takes it.
    percentage = float(tracing.get("randomSamplingPercentage", 0))
    if percentage < 0 or percentage > 100:
        yield error("telemetry.sampling", (*path, "randomSamplingPercentage"))
    for name, tag in tracing.get("customTags", {}).items():
        at = (*path, "customTags", name)
        if not name:
            yield error("telemetry.tag_name", at)
        for source, field in _TAG_VALUES.items():
            if source in tag and not tag[source].get(field):
                yield error(f"telemetry.tag_{source}", (*at, source))


def _access_logging(logging: Mapping[str, Any], path: FieldPath) -> Iterator[Violation]:
    if "filter" in logging:
        expression = logging["filter"].get("expression", "")
        if not is_expression(expression):
            yield error("telemetry.filter", (*path, "filter", "expression"), expression=expression)
    yield from _providers(logging, path)


def _providers(content: Mapping[str, Any], path: FieldPath) -> Iterator[Violation]:
    for i, provider in enumerate(content.get("providers", ())):
        if not provider.get("name"):
            yield error("telemetry.provider", (*path, "providers", i))
            return
