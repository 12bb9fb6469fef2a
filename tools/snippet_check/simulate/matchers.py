"""The predicates of a route, each with the reason it fails (envoy.type.matcher.v3, envoy.config.route.v3.RouteMatch).

A matcher that fails answers a Mismatch: why, in a word that render/texts explains, and what was asked for and found.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from snippet_check.envoy import HeaderMatcher, PathMatcher, QueryParameterMatcher, RouteMatch, StringMatcher
from snippet_check.simulate.call import Call
from snippet_check.simulate.path_templates import template_matches
from snippet_check.simulate.regex import full_match
from snippet_check.simulate.request import Request


class Mismatch(NamedTuple):
    """Why something was passed over: the reason's name, whose value it is, what was wanted and what was there."""

    reason: str
    name: str = ""
    want: str = ""
    got: str = ""


def string_matches(matcher: StringMatcher, value: str) -> bool:
    """envoy.type.matcher.v3.StringMatcher; a safe_regex pays no heed to ignore_case."""
    want = matcher.value
    if matcher.kind == "safe_regex":
        return full_match(want, value)
    if matcher.ignore_case:
        want, value = want.lower(), value.lower()
    match matcher.kind:
        case "exact":
            return value == want
        case "prefix":
            return value.startswith(want)
        case "suffix":
            return value.endswith(want)
        case _:
            return want in value


def path_matches(matcher: PathMatcher, path: str) -> bool:
    """Whether a path without its query fits the route's path specifier."""
    want = matcher.value
    if matcher.kind == "safe_regex":
        return full_match(want, path)
    if matcher.kind == "path_template":
        return template_matches(want, path)
    if matcher.case_sensitive is False:
        want, path = want.lower(), path.lower()
    if matcher.kind == "path":
        return path == want
    if not path.startswith(want):
        return False
    return matcher.kind == "prefix" or len(path) == len(want) or path[len(want)] == "/"


def header_matches(matcher: HeaderMatcher, headers: dict[str, str]) -> bool:
    """A header that is absent fits only a presence that is inverted, unless it is to be read as empty."""
    value = headers.get(matcher.name.lower())
    if value is None and matcher.treat_missing_header_as_empty:
        value = ""
    if matcher.string_match is None:
        return (value is not None) != matcher.invert_match
    return value is not None and string_matches(matcher.string_match, value) != matcher.invert_match


def query_parameter_matches(matcher: QueryParameterMatcher, value: str | None) -> bool:
    """Only the first value of a parameter counts."""
    if value is None:
        return False
    return matcher.string_match is None or string_matches(matcher.string_match, value)


def claim_matches(path: tuple[str, ...], matcher: StringMatcher, payload: Any) -> bool:
    """Whether a claim is the wanted string, or a list that holds it."""
    value = payload
    for step in path:
        value = value.get(step) if isinstance(value, dict) else None
    values = value if isinstance(value, list) else [value]
    return any(isinstance(item, str) and string_matches(matcher, item) for item in values)


def mismatch(match: RouteMatch, request: Request, call: Call) -> Mismatch | None:
    """The first condition of a route that the request does not meet; None for a match."""
    if not path_matches(match.path, request.bare_path):
        return Mismatch(match.path.kind, "", match.path.value, request.bare_path)
    for header in match.headers:
        if not header_matches(header, request.headers):
            return _header_mismatch(header, request.headers.get(header.name.lower()))
    for parameter in match.query_parameters:
        value = request.query_parameter(parameter.name)
        if not query_parameter_matches(parameter, value):
            return _query_mismatch(parameter, value)
    for path, matcher, inverted in match.dynamic_metadata:
        if claim_matches(path, matcher, call.claims) == inverted:
            return Mismatch("claim_inverted" if inverted else "claim", ".".join(path), matcher.value)
    return None


def _header_mismatch(matcher: HeaderMatcher, value: str | None) -> Mismatch:
    if matcher.string_match is None:
        return Mismatch("header_present" if matcher.invert_match else "header_absent", matcher.name)
    if value is None and not matcher.treat_missing_header_as_empty:
        return Mismatch("header_absent", matcher.name)
    reason = "header_inverted" if matcher.invert_match else f"header_{matcher.string_match.kind}"
    return Mismatch(reason, matcher.name, matcher.string_match.value, value or "")


def _query_mismatch(matcher: QueryParameterMatcher, value: str | None) -> Mismatch:
    if value is None or matcher.string_match is None:
        return Mismatch("query_absent", matcher.name)
    return Mismatch(f"query_{matcher.string_match.kind}", matcher.name, matcher.string_match.value, value)
