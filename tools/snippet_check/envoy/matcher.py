"""How Envoy compares strings, headers, paths and query parameters (envoy.type.matcher.v3, config.route.v3)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class StringMatcher:
    """envoy.type.matcher.v3.StringMatcher. A safe_regex is RE2 and must match the whole string."""

    kind: Literal["exact", "prefix", "suffix", "contains", "safe_regex"]
    value: str
    ignore_case: bool = False


@dataclass(frozen=True, slots=True)
class HeaderMatcher:
    """envoy.config.route.v3.HeaderMatcher; without a string_match it asks only whether the header is present."""

    name: str
    string_match: StringMatcher | None = None
    invert_match: bool = False
    treat_missing_header_as_empty: bool = False


@dataclass(frozen=True, slots=True)
class QueryParameterMatcher:
    """envoy.config.route.v3.QueryParameterMatcher; without a string_match it asks only for presence."""

    name: str
    string_match: StringMatcher | None = None


@dataclass(frozen=True, slots=True)
class PathMatcher:
    """The path_specifier of a RouteMatch. A safe_regex is RE2 and must match the whole path, without the query."""

    kind: Literal["prefix", "path", "safe_regex", "path_separated_prefix", "path_template"]
    value: str
    case_sensitive: bool | None = None
    """None is Envoy's default: it is."""
