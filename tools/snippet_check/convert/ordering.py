"""The order of a VirtualService's rules, kept where the Gateway API would ask the more specific match first.

A VirtualService is read from top to bottom; an HTTPRoute is sorted. Where a later match would come before an earlier
one, the requests that both take get a match of their own in the earlier rule: it asks all that the two ask and so
comes before either. A prefix behind a regular expression is written as one too: prefixes come first otherwise.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from snippet_check.convert.matches import UnclearError, meet, rank
from snippet_check.mesh.content import mapping, text
from snippet_check.resource import Content, Place

_MOST = 64
"""Matches that one rule can have (HTTPRoute v1, maxItems)."""


@dataclass(slots=True)
class Ordered:
    """One rule with its matches, in the order of the VirtualService."""

    place: Place
    movable: bool
    """Whether its matches may get other paths: not where a rewrite replaces the matched prefix."""
    matches: list[Content] = field(default_factory=list)
    asked: list[Content] = field(default_factory=list)
    """The matches that were written, before anything was done for the order."""


class Order:
    """The rules so far."""

    def __init__(self) -> None:
        self.rules: list[Ordered] = []

    def begin(self, place: Place, movable: bool) -> Ordered:
        """A new rule behind all others."""
        self.rules.append(Ordered(place, movable))
        return self.rules[-1]

    def behind_regex(self, match: Content) -> Place | None:
        """An earlier rule whose regular expression a prefix would overtake, though as one itself it would not."""
        own = demoted(match)
        for rule in self.rules:
            for other in rule.matches:
                if _is_regex(other) and rank(match) < rank(other) < rank(own) and _may_meet(match, other):
                    return rule.place
        return None

    def add(self, match: Content, rule: Ordered) -> Place | None:
        """Adds a match. The place of an earlier rule that it now comes before, None where the order is kept."""
        if match in rule.matches:
            return None
        rule.matches.append(match)
        blame = None
        for earlier in self.rules[: self.rules.index(rule)]:
            for other in list(earlier.matches):
                if rank(match) < rank(other):
                    blame = self._keep_first(other, earlier, match) or blame
        return blame

    def covering(self, match: Content) -> Place | None:
        """An earlier rule that takes every request of this match, None where there is none."""
        return next((rule.place for rule in self.rules if any(_covers(other, match) for other in rule.asked)), None)

    def _keep_first(self, other: Content, earlier: Ordered, match: Content) -> Place | None:
        try:
            both = meet(other, match)
        except UnclearError:
            return earlier.place
        if both is None:
            return None
        path_differs = both.get("path") != other.get("path")
        if (path_differs and not earlier.movable) or len(earlier.matches) >= _MOST or not rank(both) <= rank(match):
            return earlier.place
        return self.add(both, earlier)


def demoted(match: Content) -> Content:
    """The match with its prefix as a regular expression, which comes behind all prefixes."""
    path = mapping(match, "path")
    prefix = "" if not path else text(path, "value")
    pattern = f"{re.escape(prefix)}(/.*)?" if prefix else "/.*"
    return {**match, "path": {"type": "RegularExpression", "value": pattern}}


def _is_regex(match: Content) -> bool:
    return text(mapping(match, "path"), "type") == "RegularExpression"


def _may_meet(one: Content, other: Content) -> bool:
    try:
        return meet(one, other) is not None
    except UnclearError:
        return True


def _covers(one: Content, other: Content) -> bool:
    """Whether all that the first match asks is asked by the second too."""
    try:
        both = meet(one, other)
    except UnclearError:
        return False
    return both is not None and _same(both, other)


def _same(one: Content, other: Content) -> bool:
    return {name: _unordered(value) for name, value in one.items()} == {
        name: _unordered(value) for name, value in other.items()
    }


def _unordered(value: object) -> object:
    return sorted(map(repr, value)) if isinstance(value, list) else value
