"""Conditions of HTTP routes. Source: Istio pkg/config/validation (validateHTTPRouteMatchRequest)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

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
        yield from _request(match, (*path, "match", i))
        yield from _origin(match, (*path, "match", i))


def _request(match: Content, path: FieldPath) -> Iterator[Violation]:
    yield from _headers(match, "headers", path)
    yield from _headers(match, "withoutHeaders", path)
    # Envoy takes an empty prefix of a path, but of nothing else.
    if (uri := match.get("uri")) is not None:
        yield from regex_match(uri, "uri", (*path, "uri"))
    for field in ("scheme", "method", "authority"):
        if (content := match.get(field)) is not None:
            yield from string_match(content, field, (*path, field))
    for name, content in match.get("queryParams", {}).items():
        yield from string_match(content, "queryParams", (*path, "queryParams", name))


def _headers(match: Content, field: str, path: FieldPath) -> Iterator[Violation]:
    contents: Mapping[str, Mapping[str, str]] = match.get(field, {})
    for name, content in contents.items():
        yield from matched_header(name, (*path, field, name))
        # As a header that must be missing, the regular expression `*` stands for any value.
        if field == "headers" or content.get("regex") != "*":
            yield from string_match(content, field, (*path, field, name))


def _origin(match: Content, path: FieldPath) -> Iterator[Violation]:
    if port := match.get("port"):
        yield from port_number(port, (*path, "port"))
    yield from labels(match.get("sourceLabels", {}), (*path, "sourceLabels"))
    yield from gateway_names(match.get("gateways", ()), (*path, "gateways"), warn=False)
    if (namespace := match.get("sourceNamespace")) and not is_label(namespace):
        yield error("http_route.source_namespace", (*path, "sourceNamespace"), namespace=namespace)
