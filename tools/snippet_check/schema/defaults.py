"""Defaults that a resource definition's schema fills in: those of Gateway API kinds, the only ones that have any.

As the API server does it: an absent field gets its default, and defaults of what that default leaves out follow.
"""

from __future__ import annotations

import functools
from typing import Any

from snippet_check.resource import Content
from snippet_check.schema.crd import Field


def filled(value: Any, field: Field) -> Any:
    """A value with the defaults of its type; itself where its type has none."""
    if not has_defaults(field):
        return value
    if isinstance(value, dict) and field.fields:
        return _filled_object(value, field)
    if isinstance(value, list) and field.items is not None:
        return [filled(item, field.items) for item in value]
    return value


def _filled_object(value: Content, field: Field) -> Content:
    made = dict(value)
    for name, part in field.fields.items():
        if made.get(name) is not None:
            made[name] = filled(made[name], part)
        elif "default" in part.facts:
            made[name] = filled(part.facts["default"], part)
    return made


@functools.cache
def has_defaults(field: Field) -> bool:
    """Whether anything in a type has a default."""
    parts = (*field.fields.values(), *filter(None, (field.items,)))
    return "default" in field.facts or any(map(has_defaults, parts))
