"""Every value keeps the schema of its kind: types, required fields, enums, ranges, rules among fields."""

from __future__ import annotations

from collections.abc import Iterator

from snippet_check.diagnostics import Diagnostic, message_type
from snippet_check.resource import Resource
from snippet_check.schema.conform import rule
from snippet_check.schema.crd import root_path, schema
from snippet_check.schema.defaults import filled
from snippet_check.schema.kinds import find_kind


def check(resource: Resource) -> Iterator[Diagnostic]:
    kind = find_kind(resource.group_version_kind)
    root = schema(kind) if kind else None
    if kind is None or root is None:
        return
    at = root_path(kind)
    value = resource.written.get(at[0]) if at else resource.written
    for path, code, arguments in rule(root)(filled({} if value is None else value, root)):
        yield message_type(code).at(resource.at(*at, *path), **arguments)
