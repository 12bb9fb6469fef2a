"""A misspelt field with one near name, where the value is right under that name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from snippet_check.diagnostics import Diagnostic
from snippet_check.fix.edit import Edit
from snippet_check.fix.names import meant
from snippet_check.lint.fields import check
from snippet_check.load.positions import locate_key
from snippet_check.resource import FieldPath, Place, Resource
from snippet_check.schema.decode import RefusedValueError, decode
from snippet_check.schema.kinds import find_kind


def mend(finding: Diagnostic, resources: Sequence[Resource]) -> Edit | None:
    arguments, where = dict(finding.arguments), finding.where
    field = meant(str(arguments["field"]), str(arguments["closest"]))
    if field is None or not isinstance(where, Place):
        return None
    resource, path = where.resource, where.path
    renamed = _renamed(resource.written, path, field)
    if renamed is None or not _is_right(resource._replace(content=renamed, written=renamed), (*path[:-1], field)):
        return None
    return Edit(locate_key(resource.document, (*resource.root, *path)), field)


def _renamed(content: Any, path: FieldPath, field: str) -> Any:
    """The content with the field at a path under another name; None where something has that name already."""
    step, *rest = path
    if rest:
        inner = _renamed(content[step], tuple(rest), field)
        return None if inner is None else _with(content, step, inner)
    if field in content:
        return None
    return {field if key == step else key: value for key, value in content.items()}


def _with(content: Any, step: str | int, value: Any) -> Any:
    if isinstance(content, list):
        return [value if index == step else item for index, item in enumerate(content)]
    return {key: value if key == step else item for key, item in content.items()}


def _is_right(resource: Resource, path: FieldPath) -> bool:
    """Whether the value at a path has the type of its field, and nothing in it is unknown."""
    kind = find_kind(resource.group_version_kind)
    try:
        if kind is not None:
            decode(kind, resource.content)
    except RefusedValueError:
        return False
    places = (finding.where for finding in check(resource))
    return not any(isinstance(place, Place) and place.path[: len(path)] == path for place in places)
