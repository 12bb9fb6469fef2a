"""Istio's StringMatch as Envoy's StringMatcher."""

from __future__ import annotations

from collections.abc import Iterable

from snippet_check.envoy import StringMatcher
from snippet_check.resource import Content

ANYTHING = "*"
"""A regex that is no RE2 at all: Istio takes it for "is present"."""


def string_matcher(match: object) -> StringMatcher | None:
    """A StringMatch's matcher; None for one that says nothing."""
    if not isinstance(match, dict):
        return None
    if isinstance(exact := match.get("exact"), str):
        return StringMatcher("exact", exact)
    if isinstance(prefix := match.get("prefix"), str):
        return StringMatcher("prefix", prefix)
    if isinstance(regex := match.get("regex"), str):
        return StringMatcher("safe_regex", regex)
    return None


def string_matchers(matches: Iterable[Content]) -> tuple[StringMatcher, ...]:
    """The matchers of those that say something."""
    return tuple(matcher for match in matches if (matcher := string_matcher(match)))


def asks_for_presence(matcher: StringMatcher | None) -> bool:
    """Whether a header or parameter only has to be there."""
    return matcher is None or (matcher.kind == "safe_regex" and matcher.value == ANYTHING)
