"""Headers that a route sets, adds and removes. Source: Istio pkg/config/validation (validateHTTPRoute)."""

from __future__ import annotations

from collections.abc import Iterator

from snippet_check.resource import Content, FieldPath
from snippet_check.schema.validation.rules.header_names import changed_header, is_authority, request_header
from snippet_check.schema.validation.rules.header_values import header_value
from snippet_check.schema.validation.violation import Violation, error


def headers(content: Content, path: FieldPath) -> Iterator[Violation]:
    for direction in ("request", "response"):
        if operations := content.get(direction):
            yield from _operations(operations, direction, (*path, direction))


def _operations(operations: Content, direction: str, path: FieldPath) -> Iterator[Violation]:
    written_name = request_header if direction == "request" else changed_header
    for operation in ("add", "set"):
        for name, value in operations.get(operation, {}).items():
            yield from written_name(name, (*path, operation, name))
            yield from header_value(value, (*path, operation, name))
    for i, name in enumerate(operations.get("remove", ())):
        yield from changed_header(name, (*path, "remove", i))


def authority(route: Content, path: FieldPath) -> Iterator[Violation]:
    """The authority of a request may be written once: by `rewrite`, or as a header that is set or added."""
    current = route.get("rewrite", {}).get("authority", "")
    operations = route.get("headers", {}).get("request", {})
    for operation in ("set", "add"):
        for name, value in operations.get(operation, {}).items():
            if not is_authority(name):
                continue
            if current:
                where = (*path, "headers", "request", operation, name)
                yield error("http_route.authority_twice", where, first=current, second=value)
                return
            current = value
