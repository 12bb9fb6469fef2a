"""Conditions of HTTP routes. Source: Istio pkg/config/validation (validateHTTPRouteMatchRequest)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from snippet_check.resource import Content, FieldPath
from snippet_check.schema.validation.rules.domains import is_label
from snippet_check.schema.validation.rules.gateway_names import gateway_names
from snippet_check.schema.validation.rules.header_names import matched_header
from snippet_check.schema.validation.rules.labels import labels
from snippet_check.schema.validation.rules.ports import port_number
from snippet_check.schema.validation.rules.string_matches import regex_match, string_match
from snippet_check.schema.validation.violation import Violation, error


def http_matches(matches: Sequence[Content], path: FieldPath) -> Iterator[Violation]:
    for i, match in enumerate(matches):
        for field, value in match.items():
            if rule := _RULES.get(field):
                yield from rule(value, (*path, i, field))


def _headers(contents: Mapping[str, Mapping[str, str]], path: FieldPath) -> Iterator[Violation]:
    for name, content in contents.items():
        yield from matched_header(name, (*path, name))
        yield from string_match(content, "headers", (*path, name))


def _missing_headers(contents: Mapping[str, Mapping[str, str]], path: FieldPath) -> Iterator[Violation]:
    for name, content in contents.items():
        yield from matched_header(name, (*path, name))
        # As a header that must be missing, the regular expression `*` stands for any value.
        if content.get("regex") != "*":
            yield from string_match(content, "withoutHeaders", (*path, name))


def _query_parameters(contents: Mapping[str, Mapping[str, str]], path: FieldPath) -> Iterator[Violation]:
    for name, content in contents.items():
        yield from string_match(content, "queryParams", (*path, name))


def _uri(content: Mapping[str, str], path: FieldPath) -> Iterable[Violation]:
    """Envoy takes an empty prefix of a path, but of nothing else."""
    return regex_match(content, "uri", path)


def _text(field: str) -> Callable[[Mapping[str, str], FieldPath], Iterable[Violation]]:
    return lambda content, path: string_match(content, field, path)


def _port(number: int, path: FieldPath) -> Iterable[Violation]:
    return port_number(number, path) if number else ()


def _namespace(namespace: str, path: FieldPath) -> Iterable[Violation]:
    if not namespace or is_label(namespace):
        return ()
    return (error("http_route.source_namespace", path, namespace=namespace),)


_RULES: Mapping[str, Callable[[Any, FieldPath], Iterable[Violation]]] = {
    "headers": _headers,
    "withoutHeaders": _missing_headers,
    "uri": _uri,
    "scheme": _text("scheme"),
    "method": _text("method"),
    "authority": _text("authority"),
    "queryParams": _query_parameters,
    "port": _port,
    "sourceLabels": labels,
    # Warnings about gateway names get lost here.
    "gateways": partial(gateway_names, warn=False),
    "sourceNamespace": _namespace,
}
"""Of each field of a match, the rule for its value."""
