"""Defaults that a CRD's schema fills in: those of Gateway API kinds, the only ones that have any.

As the API server does it: an absent field gets its default, and defaults of what that default leaves out follow.
"""

from __future__ import annotations

import functools
from typing import Any

from snippet_check.complete.copies import changed
from snippet_check.resource import Content, Resource
from snippet_check.schema.crd import Field, schema
from snippet_check.schema.kinds import GATEWAY_API, find_kind


def with_defaults(resource: Resource) -> Resource:
    """The resource with the defaults of its schema; itself where there are none."""
    if resource.group_version_kind.group != GATEWAY_API:
        return resource
    kind = find_kind(resource.group_version_kind)
    root = schema(kind) if kind else None
    if root is None or not has_defaults(root):
        return resource
    return changed(resource, spec=filled(resource.spec, root))


def filled(value: Any, field: Field) -> Any:
    """A value with the defaults of its type."""
    if isinstance(value, dict) and field.fields:
        return _filled_object(value, field)
    if isinstance(value, list) and field.items is not None and has_defaults(field.items):
        return [filled(item, field.items) for item in value]
    return value


def _filled_object(value: Content, field: Field) -> Content:
    made = dict(value)
    for name, part in field.fields.items():
        if not has_defaults(part):
            continue
        if name in made:
            made[name] = filled(made[name], part)
        elif "default" in part.facts:
            made[name] = filled(part.facts["default"], part)
    return made


@functools.cache
def has_defaults(field: Field) -> bool:
    """Whether anything in a type has a default."""
    parts = (*field.fields.values(), *filter(None, (field.items,)))
    return "default" in field.facts or any(map(has_defaults, parts))
