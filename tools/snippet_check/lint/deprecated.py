"""No field is used that Istio has deprecated. Of two such fields Istio's own analysis speaks already."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Any

from snippet_check.diagnostics import Diagnostic, message_type
from snippet_check.resource import FieldPath, Resource
from snippet_check.schema.crd import Field, schema
from snippet_check.schema.kinds import find_kind

_REPORTED_BY_ISTIO = {
    ("http", "fault", "delay", "percent"),
    ("trafficPolicy", "outlierDetection", "consecutiveErrors"),
}
"""IST0002 and IST0133."""


def check(resource: Resource) -> Iterator[Diagnostic]:
    kind = find_kind(resource.group_version_kind)
    root = schema(kind) if kind else None
    if root is None or not _has_deprecated(root):
        return
    for path, since in _deprecated(resource.written.get("spec"), root, ()):
        if tuple(step for step in path if isinstance(step, str)) in _REPORTED_BY_ISTIO:
            continue
        yield message_type("SC0109").at(resource.at("spec", *path).key, field=str(path[-1]), since=since)


def _deprecated(value: Any, field: Field, path: FieldPath) -> Iterator[tuple[FieldPath, str]]:
    if isinstance(value, list) and field.items:
        for index, item in enumerate(value):
            yield from _deprecated(item, field.items, (*path, index))
    elif isinstance(value, dict):
        for name, item in value.items():
            part = field.fields.get(name)
            if part is not None and _has_deprecated(part):
                if since := _since(part):
                    yield (*path, name), since
                yield from _deprecated(item, part, (*path, name))


def _since(field: Field) -> str:
    return str(field.facts.get("deprecated_since") or field.facts.get("doc_deprecated_since") or "")


@functools.cache
def _has_deprecated(field: Field) -> bool:
    """Whether a field is deprecated, or one within it."""
    return bool(_since(field)) or any(map(_has_deprecated, (*field.fields.values(), *filter(None, (field.items,)))))
