"""Matchers out of Envoy's JSON (envoy.config.route.v3.RouteMatch)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from snippet_check.envoy.from_json.values import nested
from snippet_check.envoy.matcher import HeaderMatcher, PathMatcher, QueryParameterMatcher, StringMatcher
from snippet_check.envoy.route import RouteMatch
from snippet_check.resource import Content

_PATH_KINDS: tuple[Literal["prefix", "path", "path_separated_prefix"], ...] = (
    "prefix",
    "path",
    "path_separated_prefix",
)
_STRING_KINDS: tuple[Literal["exact", "prefix", "suffix", "contains"], ...] = ("exact", "prefix", "suffix", "contains")
_NO_PATH = PathMatcher("path", "")
"""Matches no request: CONNECT requests have no path, and others are what is asked about here."""


def route_match(content: Content) -> RouteMatch:
    return RouteMatch(
        _path(content),
        tuple(_header(one) for one in content.get("headers", ())),
        tuple(_query_parameter(one) for one in content.get("query_parameters", ())),
        tuple(_claims(content.get("dynamic_metadata", ()))),
    )


def string_matcher(content: Content) -> StringMatcher:
    """A StringMatcher; an empty one asks for the empty string."""
    ignores_case = bool(content.get("ignore_case"))
    if "safe_regex" in content:
        return StringMatcher("safe_regex", nested(content, "safe_regex").get("regex", ""))
    for kind in _STRING_KINDS:
        if kind in content:
            return StringMatcher(kind, content[kind], ignores_case)
    return StringMatcher("exact", "", ignores_case)


def _path(content: Content) -> PathMatcher:
    sensitive = content.get("case_sensitive")
    if "safe_regex" in content:
        return PathMatcher("safe_regex", nested(content, "safe_regex").get("regex", ""), sensitive)
    if "path_match_policy" in content:
        config = nested(content, "path_match_policy", "typed_config")
        return PathMatcher("path_template", config.get("path_template", ""), sensitive)
    for kind in _PATH_KINDS:
        if kind in content:
            return PathMatcher(kind, content[kind], sensitive)
    return _NO_PATH


def _header(content: Content) -> HeaderMatcher:
    inverted = bool(content.get("invert_match"))
    if content.get("present_match") is False:
        inverted = not inverted
    return HeaderMatcher(
        content.get("name", ""),
        _header_value(content),
        inverted,
        bool(content.get("treat_missing_header_as_empty")),
    )


def _header_value(content: Content) -> StringMatcher | None:
    """What the value must be: in the older fields, too. None asks for presence."""
    if "string_match" in content:
        return string_matcher(content["string_match"])
    if "safe_regex_match" in content:
        return StringMatcher("safe_regex", content["safe_regex_match"].get("regex", ""))
    if "range_match" in content:
        numbers = content["range_match"]
        return StringMatcher("safe_regex", _range(int(numbers.get("start", 0)), int(numbers.get("end", 0))))
    for kind in _STRING_KINDS:
        if f"{kind}_match" in content:
            return StringMatcher(kind, content[f"{kind}_match"])
    return None


def _range(start: int, end: int) -> str:
    """A regex for the whole numbers from start up to, but not with, end; of a wide range for any number."""
    return "|".join(map(str, range(start, end))) or "$^" if end - start <= 1000 else "-?[0-9]+"


def _query_parameter(content: Content) -> QueryParameterMatcher:
    value = string_matcher(content["string_match"]) if "string_match" in content else None
    return QueryParameterMatcher(content.get("name", ""), value)


def _claims(matchers: list[Content]) -> Iterator[tuple[tuple[str, ...], StringMatcher, bool]]:
    """Conditions on a token's claims; those on other metadata are left out."""
    for matcher in matchers:
        path = tuple(step.get("key", "") for step in matcher.get("path", ()))
        value = _claim_value(matcher.get("value", {}))
        if path[:1] == ("payload",) and value is not None:
            yield path[1:], value, bool(matcher.get("invert"))


def _claim_value(content: Any) -> StringMatcher | None:
    if "or_match" in content:
        found = (_claim_value(one) for one in content["or_match"].get("value_matchers", ()))
        return next((one for one in found if one is not None), None)
    return string_matcher(content["string_match"]) if "string_match" in content else None
