"""A rule's match as Envoy's RouteMatch.

Source: Istio 1.30 pilot/pkg/networking/core/route/route.go (TranslateRouteMatch) and pkg/jwt/routing.go.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from snippet_check.envoy import HeaderMatcher, PathMatcher, QueryParameterMatcher, RouteMatch, StringMatcher
from snippet_check.envoy.route import ANY_PATH
from snippet_check.mesh.content import mapping
from snippet_check.mesh.virtual_service import Match, Semantics
from snippet_check.translate.routes.string_matches import asks_for_presence, string_matcher

_CLAIMS = "@request.auth.claims"
_PSEUDO_HEADERS = (("method", ":method"), ("authority", ":authority"), ("scheme", ":scheme"))
_NOTHING = StringMatcher("safe_regex", r"[^\x00-\x{10FFFF}]")
"""A condition on a claim that says nothing about its value is never met."""

_Claim = tuple[tuple[str, ...], StringMatcher, bool]


def route_match(match: Match | None, semantics: Semantics) -> RouteMatch:
    """The RouteMatch of a match; without one everything matches."""
    if match is None:
        return RouteMatch()
    content = match.content
    named = sorted(_headers(mapping(content, "headers"), mapping(content, "withoutHeaders")), key=lambda h: h.name)
    pseudo = [_header(name, content[field]) for field, name in _PSEUDO_HEADERS if isinstance(content.get(field), dict)]
    return RouteMatch(
        path=_path(string_matcher(content.get("uri")), content.get("ignoreUriCase") is not True, semantics),
        headers=(*named, *pseudo),
        query_parameters=tuple(_query_parameter(*item) for item in sorted(mapping(content, "queryParams").items())),
        dynamic_metadata=tuple(_claims(mapping(content, "headers"), mapping(content, "withoutHeaders"))),
    )


def catches_all(match: RouteMatch) -> bool:
    """Whether no route behind one with this match is ever reached, as far as istiod looks."""
    path = match.path
    anything = path.value == "/" if path.kind in ("prefix", "path_separated_prefix") else False
    anything = anything or (path.kind == "safe_regex" and path.value == ".*")
    return anything and not (match.headers or match.query_parameters or match.dynamic_metadata)


def _path(uri: StringMatcher | None, case_sensitive: bool, semantics: Semantics) -> PathMatcher:
    if uri is None:
        return PathMatcher("prefix", ANY_PATH.value, case_sensitive)
    if uri.kind == "exact":
        return PathMatcher("path", uri.value, case_sensitive)
    if uri.kind == "safe_regex":
        return PathMatcher("safe_regex", uri.value, case_sensitive)
    if semantics and uri.value != "/":
        return PathMatcher("path_separated_prefix", uri.value.removesuffix("/"), case_sensitive)
    return PathMatcher("prefix", uri.value, case_sensitive)


def _headers(wanted: Mapping[str, Any], unwanted: Mapping[str, Any]) -> Iterator[HeaderMatcher]:
    yield from (_header(name, match) for name, match in wanted.items() if not _claim(name))
    yield from (_header(name, match, inverted=True) for name, match in unwanted.items() if not _claim(name))


def _header(name: str, match: Any, inverted: bool = False) -> HeaderMatcher:
    matcher = string_matcher(match)
    if asks_for_presence(matcher):
        return HeaderMatcher(name, None, inverted)
    return HeaderMatcher(name, matcher, inverted, treat_missing_header_as_empty=inverted)


def _query_parameter(name: str, match: Any) -> QueryParameterMatcher:
    matcher = string_matcher(match)
    return QueryParameterMatcher(name, None if asks_for_presence(matcher) else matcher)


def _claims(wanted: Mapping[str, Any], unwanted: Mapping[str, Any]) -> Iterator[_Claim]:
    for matches, inverted in ((wanted, False), (unwanted, True)):
        for name, match in matches.items():
            if claim := _claim(name):
                yield claim, string_matcher(match) or _NOTHING, inverted


def _claim(header: str) -> tuple[str, ...]:
    """The path of the JWT claim that a header's name stands for: "@request.auth.claims.a.b" or "…[a][b]"."""
    if not header.lower().startswith(_CLAIMS):
        return ()
    path = header[len(_CLAIMS) :]
    if path.startswith(".") and len(path) > 1:
        return tuple(path[1:].split("."))
    if path.startswith("[") and path.endswith("]") and len(path) > 2:
        return tuple(path[1:-1].split("]["))
    return ()
