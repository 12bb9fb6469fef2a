"""Requests, as `to` names them, and the templates that paths may hold. Source: Istio pkg/config/security."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from snippet_check.resource import Content, FieldPath
from snippet_check.schema.validation.authorization_policy.values import bad_port, empty_value
from snippet_check.schema.validation.violation import Violation, error

_PORTS = ("ports", "notPorts")
_PATHS = ("paths", "notPaths")
_FIELDS = (*_PORTS, *_PATHS, "methods", "notMethods", "hosts", "notHosts")
_ONE_SEGMENT = "{*}"
_ANY_SEGMENTS = "{**}"
_is_literal = re.compile(r"[a-zA-Z0-9-._~%!$&'()+,;:@=]+").fullmatch


def operation(content: Content | None, rule: int, path: FieldPath) -> Iterator[Violation]:
    """One entry of `to`; `rule` is the number of its rule, counted from 0."""
    if content is None:
        yield error("authorization.operation_missing", path, rule=rule)
        return
    at = (*path, "operation")
    if not any(map(content.get, _FIELDS)):
        yield error("authorization.operation_empty", at, rule=rule)
    for field in _FIELDS:
        values = content.get(field, ())
        if field in _PORTS:
            for i, port in enumerate(values):
                if bad_port(port):
                    yield error("authorization.port", (*at, field, i), port=port)
        yield from empty_value(field, values, (*at, field))
        if field in _PATHS:
            yield from _path_templates(field, values, (*at, field))


def _path_templates(field: str, paths: Sequence[str], at: FieldPath) -> Iterator[Violation]:
    """The first path whose templates are wrong."""
    for i, path in enumerate(paths):
        if problem := _template_problem(path):
            check, segment = problem
            shown = {"segment": segment} if check == "literal" else {}
            yield error(f"authorization.path_{check}", (*at, i), path=path.strip("/"), field=field, **shown)
            return


def _template_problem(path: str) -> tuple[str, str] | None:
    has_template = _ONE_SEGMENT in path or _ANY_SEGMENTS in path
    ended = False
    for segment in path.strip("/").split("/"):
        if segment in (_ONE_SEGMENT, _ANY_SEGMENTS):
            if ended:
                return "order", segment
            ended = segment == _ANY_SEGMENTS
        elif "{" in segment or "}" in segment:
            return "template", segment
        elif has_template and not _is_literal(segment):
            return "literal", segment
    return None
