"""Routes and matches that earlier ones leave nothing to: IST0130 and IST0131.

Source: Istio pkg/config/validation (analyzeUnreachableHTTPRules and its twins, coveredValidation). HTTP, TCP and TLS
routes are looked at apart, by the same rule; prefixes are compared for HTTP only.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from snippet_check.resource import Content, FieldPath
from snippet_check.schema.validation.violation import Violation


def unreachable(spec: Content) -> Iterator[Violation]:
    for field in ("http", "tcp", "tls"):
        routes = spec.get(field, ())
        if len(routes) > 1 or (routes and len(routes[0].get("match", ())) > 1):
            yield from _Rules(field, routes).violations()


class _Match(NamedTuple):
    """A match that no earlier one repeats: where it stands, and what it asks for."""

    route: int
    number: int
    content: Content

    @property
    def prefix(self) -> str:
        return self.content.get("uri", {}).get("prefix", "")  # type: ignore[no-any-return]


class _Rules:
    """The routes of one protocol, read from the first to the last."""

    def __init__(self, field: str, routes: Sequence[Content]) -> None:
        self._field = field
        self._routes = routes
        self._seen: dict[Hashable, _Match] = {}

    def violations(self) -> Iterator[Violation]:
        behind_all = False
        for r, route in enumerate(self._routes):
            has_match = "match" in route
            if behind_all:
                yield self._unused(r, "behind_route_without_match" if has_match else "several_without_match")
            elif has_match:
                yield from self._repeated(r, route["match"])
            behind_all = behind_all or not has_match
        if self._field == "http":
            yield from self._covered()

    def _repeated(self, r: int, matches: Sequence[Content]) -> Iterator[Violation]:
        repeated = 0
        for m, content in enumerate(matches):
            match = _Match(r, m, content)
            earlier = self._seen.setdefault(_identity(content), match)
            if earlier is not match:
                repeated += 1
                yield self._ineffective("repeated_match", match, earlier)
        if repeated == len(matches):
            yield self._unused(r, "matches_repeated")

    def _covered(self) -> Iterator[Violation]:
        """Matches by prefix behind a match by a shorter prefix that asks for no less in every other respect."""
        by_prefix: dict[str, list[_Match]] = {}
        lengths: set[int] = set()
        for match in self._seen.values():
            if prefix := match.prefix:
                shorter = [prefix[:length] for length in lengths if length < len(prefix)]
                for earlier in (earlier for start in shorter for earlier in by_prefix.get(start, ())):
                    if _covers(earlier.content, match.content):
                        yield self._covered_by(earlier, match)
                by_prefix.setdefault(prefix, []).append(match)
                lengths.add(len(prefix))

    def _covered_by(self, earlier: _Match, match: _Match) -> Violation:
        label = self._match_label(earlier)
        prefixes = {"prefix": match.prefix, "earlier_prefix": earlier.prefix}
        return self._ineffective("covered_prefix", match, earlier, earlier_match=label, **prefixes)

    def _unused(self, r: int, reason: str) -> Violation:
        arguments = (("route", self._route_label(r)),)
        return Violation("IST0130", f"virtual_service.{reason}", arguments, ("spec", self._field, r))

    def _ineffective(self, reason: str, match: _Match, earlier: _Match, **more: str) -> Violation:
        arguments = {
            "route": self._route_label(match.route),
            "match": self._match_label(match),
            "earlier": self._route_label(earlier.route),
            **more,
        }
        path: FieldPath = ("spec", self._field, match.route, "match", match.number)
        return Violation("IST0131", f"virtual_service.{reason}", tuple(arguments.items()), path)

    def _route_label(self, r: int) -> str:
        return _label(self._routes[r] if self._field == "http" else {}, r)

    def _match_label(self, match: _Match) -> str:
        return _label(match.content if self._field == "http" else {}, match.number)


def _label(content: Content, index: int) -> str:
    """Only HTTP routes and their matches have names."""
    return f'"{name}"' if (name := content.get("name")) else f"#{index}"


def _identity(match: Content) -> Hashable:
    """What two matches that say the same have in common: the name and fields at their defaults count for nothing."""
    return _frozen({key: value for key, value in match.items() if key != "name" and (value or isinstance(value, dict))})


def _frozen(value: Any) -> Hashable:
    if isinstance(value, dict):
        return frozenset((key, _frozen(item)) for key, item in value.items())
    return tuple(map(_frozen, value)) if isinstance(value, list) else value


def _covers(earlier: Content, later: Content) -> bool:
    """Whether Istio takes an earlier match of a shorter prefix for one that leaves the later nothing.

    The other conditions are compared by the start of their texts, the wrong way round: an earlier match that asks for
    an authority covers a later one that does not.
    """
    if earlier.get("port", 0) != later.get("port", 0):
        return False
    if not _method(earlier).startswith(_method(later)):
        return False
    if not _text(earlier.get("authority", {})).startswith(_text(later.get("authority", {}))):
        return False
    return all(
        _cover(earlier.get(field, {}), later.get(field, {})) for field in ("headers", "queryParams", "withoutHeaders")
    )


def _cover(earlier: Mapping[str, Content], later: Mapping[str, Content]) -> bool:
    return earlier.keys() == later.keys() and all(
        _text(match).startswith(_text(later[name])) for name, match in earlier.items()
    )


def _method(match: Content) -> str:
    return _text(match.get("method", {})) or "exact:GET"


def _text(match: Content) -> str:
    """A match as Istio compares it; nothing for a regular expression."""
    for kind in ("exact", "prefix"):
        if value := match.get(kind):
            return f"{kind}:{value}"
    return ""
