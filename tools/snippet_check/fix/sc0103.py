"""A misspelt field with one near name, where the value is right under that name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from snippet_check.diagnostics import Diagnostic
from snippet_check.fix.edit import Edit
from snippet_check.fix.names import meant
from snippet_check.lint.fields import check
from snippet_check.load.positions import locate_key
from snippet_check.resource import Content, FieldPath, Place, Resource
from snippet_check.schema.decode import RefusedValueError, decode
from snippet_check.schema.kinds import find_kind


def mend(finding: Diagnostic, resources: Sequence[Resource]) -> Edit | None:
    arguments, where = dict(finding.arguments), finding.where
    field = meant(str(arguments["field"]), str(arguments["closest"]))
    if field is None or not isinstance(where, Place):
        return None
    resource, path = where.resource, where.path
    beside: Any = resource.written
    for step in path[:-1]:
        beside = beside[step]
    renamed = {field if key == path[-1] else key: value for key, value in beside.items()}
    if field in beside or not _is_right(resource, (*path[:-1], field), renamed):
        return None
    return Edit(locate_key(resource.document, (*resource.root, *path)), field)


def _is_right(resource: Resource, path: FieldPath, fields: Content) -> bool:
    """Whether the value at a path, one of these fields, has its field's type, and nothing in it is unknown."""
    alone = _with_nothing_else(resource, path[:-1], fields)
    kind = find_kind(resource.group_version_kind)
    try:
        if kind is not None:
            decode(kind, alone.content)
    except RefusedValueError:
        return False
    first = tuple(0 if isinstance(step, int) else step for step in path)
    places = (finding.where for finding in check(alone))
    return not any(isinstance(place, Place) and place.path[: len(first)] == first for place in places)


def _with_nothing_else(resource: Resource, path: FieldPath, fields: Any) -> Resource:
    """The resource as if it held only these fields, at a path on which every list has one item."""
    content = fields
    for step in reversed(path):
        content = [content] if isinstance(step, int) else {step: content}
    return resource._replace(content=content, written=content)
