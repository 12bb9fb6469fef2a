"""Every value of a spec keeps the schema of its kind: types, required fields, enums, ranges, rules among fields."""

from __future__ import annotations

from collections.abc import Iterator

from snippet_check.diagnostics import Diagnostic, message_type
from snippet_check.resource import Resource
from snippet_check.schema.conform import rule
from snippet_check.schema.crd import schema
from snippet_check.schema.defaults import filled
from snippet_check.schema.kinds import find_kind


def check(resource: Resource) -> Iterator[Diagnostic]:
    kind = find_kind(resource.group_version_kind)
    root = schema(kind) if kind else None
    if root is None:
        return
    spec = resource.written.get("spec")
    for path, code, arguments in rule(root)(filled({} if spec is None else spec, root)):
        yield message_type(code).at(resource.at("spec", *path), **arguments)
