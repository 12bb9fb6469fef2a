"""What Istio's validation says about a RequestAuthentication."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from snippet_check.resource import FieldPath, Resource
from snippet_check.schema.validation.rules import jwks, urls
from snippet_check.schema.validation.rules.durations import duration
from snippet_check.schema.validation.rules.labels import match_labels
from snippet_check.schema.validation.rules.numbers import go_integer
from snippet_check.schema.validation.rules.target_references import attachments, target_references
from snippet_check.schema.validation.violation import Violation, error, warning

_is_header = re.compile("[-_A-Za-z0-9]+").fullmatch


def validate(resource: Resource) -> Iterator[Violation]:
    spec = resource.spec
    yield from attachments(spec)
    yield from match_labels(spec.get("selector"), ("spec", "selector"))
    yield from target_references(spec)
    for i, rule in enumerate(spec.get("jwtRules", ())):
        yield from _jwt_rule(rule, ("spec", "jwtRules", i))


def _jwt_rule(rule: Mapping[str, Any], path: FieldPath) -> Iterator[Violation]:
    yield from _empty(rule, "audiences", path)
    if not rule.get("issuer") and not rule.get("jwksUri"):
        yield error("jwt_rule.issuer", path)
    if rule.get("jwksUri"):
        yield from _jwks_uri(rule["jwksUri"], (*path, "jwksUri"))
    if rule.get("jwks"):
        yield from _jwks(rule["jwks"], (*path, "jwks"))
    for i, header in enumerate(rule.get("fromHeaders", ())):
        if not header.get("name"):
            yield error("jwt_rule.from_headers", (*path, "fromHeaders", i))
    yield from _empty(rule, "fromParams", path)
    yield from _empty(rule, "fromCookies", path)
    for i, claim in enumerate(rule.get("outputClaimToHeaders", ())):
        yield from _claim(claim, (*path, "outputClaimToHeaders", i))
    if "timeout" in rule:
        yield from duration(rule["timeout"], (*path, "timeout"))


def _empty(rule: Mapping[str, Any], field: str, path: FieldPath) -> Iterator[Violation]:
    for i, value in enumerate(rule.get(field, ())):
        if not value:
            yield error("jwt_rule.empty", (*path, field, i), field=field)


def _jwks_uri(uri: str, path: FieldPath) -> Iterator[Violation]:
    found = urls.parse(uri)
    if found is None or (found.port and go_integer(found.port) is None):
        yield error("jwt_rule.jwks_uri", path, uri=uri)
    elif found.scheme not in ("http", "https"):
        yield error("jwt_rule.jwks_uri_scheme", path, scheme=found.scheme)


def _jwks(text: str, path: FieldPath) -> Iterator[Violation]:
    keys = jwks.parse(text)
    if keys.problem:
        yield error("jwt_rule.jwks", path, problem=keys.problem)
    for i in keys.private:
        yield warning("jwt_rule.private_key", path, key=i)


def _claim(claim: Mapping[str, str], path: FieldPath) -> Iterator[Violation]:
    header = claim.get("header", "")
    if not header or not claim.get("claim"):
        yield error("jwt_rule.claim", path)
    elif not _is_header(header):
        yield error("jwt_rule.claim_header", (*path, "header"), header=header)
