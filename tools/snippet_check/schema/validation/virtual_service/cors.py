"""Cross-origin requests. Source: Istio pkg/config/validation (validateCORSPolicy)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from snippet_check.resource import Content, FieldPath
from snippet_check.schema.decode.duration import nanoseconds
from snippet_check.schema.validation.rules.durations import duration
from snippet_check.schema.validation.rules.header_names import cors_header
from snippet_check.schema.validation.rules.string_matches import regex_match
from snippet_check.schema.validation.violation import Violation, error

_METHODS = frozenset(("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "CONNECT", "OPTIONS", "TRACE", "*"))
_SECOND = 10**9


def cors_policy(policy: Content, path: FieldPath) -> Iterator[Violation]:
    for i, origin in enumerate(policy.get("allowOrigins", ())):
        yield from _origin(origin, (*path, "allowOrigins", i))
    for i, method in enumerate(policy.get("allowMethods", ())):
        if method not in _METHODS:
            yield error("cors.method", (*path, "allowMethods", i), method=method)
    for field in ("allowHeaders", "exposeHeaders"):
        for i, name in enumerate(policy.get(field, ())):
            yield from cors_header(name, (*path, field, i))
    if (age := policy.get("maxAge")) is not None:
        yield from duration(age, (*path, "maxAge"))
        length = nanoseconds(age) or 0
        if length > 0 and length % _SECOND:
            yield error("cors.part_of_second", (*path, "maxAge"))


def _origin(origin: Mapping[str, str], path: FieldPath) -> Iterator[Violation]:
    if any(origin.get(kind) for kind in ("exact", "prefix", "regex")):
        yield from regex_match(origin, "corsPolicy.allowOrigins", path)
    else:
        yield error("cors.empty_origin", path)
