"""The rules of HTTPRoutes and GRPCRoutes as those of a VirtualService: one for each match.

Source: Istio 1.30 pilot/pkg/config/kube/gateway/conversion.go (convertHTTPRoute, convertGRPCRoute, sortHTTPRoutes).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from snippet_check.mesh.content import mapping, mappings, number, sequence, text
from snippet_check.mesh.gateway_api.backends import Targets, targets, weight_sum
from snippet_check.mesh.gateway_api.conditions import Problem, RouteError
from snippet_check.mesh.gateway_api.filters import backend_headers, cors, headers, mirrors, redirect, rewrite
from snippet_check.mesh.mesh import Mesh
from snippet_check.mesh.virtual_service import Match, Rule
from snippet_check.resource import Content, Place, Resource

_RETRY_ON = ("connect-failure", "refused-stream", "unavailable", "cancelled")
_DEFAULT_ATTEMPTS = 2
_ANY_PATH: Content = {"path": {"type": "PathPrefix", "value": "/"}}
_RANKS = {"exact": 3, "prefix": 2, "regex": 1}
_FILTERS = {
    "HTTPRoute": (
        "RequestHeaderModifier",
        "ResponseHeaderModifier",
        "RequestRedirect",
        "RequestMirror",
        "URLRewrite",
        "CORS",
    ),
    "GRPCRoute": ("RequestHeaderModifier", "ResponseHeaderModifier", "RequestMirror"),
}


class Converted(NamedTuple):
    """The rules of a route, none where one of them cannot be converted, and the last thing that is wrong with them."""

    rules: tuple[Rule, ...]
    problem: Problem | None


def http_rules(route: Resource, mesh: Mesh, granted: bool) -> Converted:
    """All rules of an HTTPRoute or GRPCRoute."""
    found: list[Rule] = []
    problem: Problem | None = None
    try:
        for i, content in enumerate(mappings(route.spec, "rules")):
            rules, own = _rules(content, route.at("spec", "rules", i), i, mesh, granted)
            found += rules
            problem = own or problem
    except RouteError as error:
        return Converted((), error.problem)
    return Converted(tuple(found), problem)


def by_precedence(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """Rules in the order of the Gateway API: exact paths, then longer ones, methods, more headers, more parameters."""
    return tuple(sorted(rules, key=_precedence))


def for_port(rules: Iterable[Rule], port: int) -> tuple[Rule, ...]:
    """The rules, for the calls to one port of a service."""
    return tuple(
        Rule(
            rule.content,
            rule.name,
            tuple(Match({**match.content, "port": port}, (), match.sources) for match in rule.matches)
            or (Match({"port": port}, (), ()),),
            rule.destinations,
            rule.mirror,
            rule.mirrors,
            rule.sources,
        )
        for rule in rules
    )


def _rules(content: Content, place: Place, position: int, mesh: Mesh, granted: bool) -> Converted:
    route = place.resource
    name = text(content, "name") or f"{route.namespace}.{route.name}.{position}"
    matches = list(_matches(content, place))
    converted = _content(content, place)
    copies = mirrors(content, place, mesh, granted)
    answered = "directResponse" in converted
    backends = Targets((), None) if answered else targets(content, place, mesh, granted, backend_headers)
    rules = (Rule(converted, name, one, backends.destinations, None, copies.mirrors, (place,)) for one in matches)
    return Converted(tuple(rules), backends.problem or copies.problem)


def _content(rule: Content, place: Place) -> Content:
    """What a rule does besides matching and sending on."""
    kind = place.resource.kind
    for i, one in enumerate(mappings(rule, "filters")):
        if text(one, "type") not in _FILTERS[kind]:
            raise RouteError("InvalidFilter", Place(place.resource, (*place.path, "filters", i)))
    found = headers(rule, place)
    for one in mappings(rule, "filters"):
        found |= _filter(one)
    if kind == "HTTPRoute":
        found |= _timeouts_and_retries(rule)
    if weight_sum(rule) == 0 and "redirect" not in found:
        empty = kind == "HTTPRoute" and not mappings(rule, "backendRefs")
        found["directResponse"] = {"status": 404 if empty else 500}
    return found


def _filter(one: Content) -> Content:
    match text(one, "type"):
        case "RequestRedirect" if isinstance(one.get("requestRedirect"), dict):
            return {"redirect": redirect(one["requestRedirect"])}
        case "URLRewrite" if found := rewrite(mapping(one, "urlRewrite")):
            return {"rewrite": found}
        case "CORS" if isinstance(one.get("cors"), dict):
            return {"corsPolicy": cors(one["cors"])}
    return {}


def _timeouts_and_retries(rule: Content) -> Content:
    """The timeout of one attempt bounds the whole request where nothing is tried again."""
    found: Content = {}
    timeouts = mapping(rule, "timeouts")
    request, backend = _limit(timeouts, "request"), _limit(timeouts, "backendRequest")
    if request:
        found["timeout"] = request
    if isinstance(retry := rule.get("retry"), dict):
        found["retries"] = _retries(retry) | ({"perTryTimeout": backend} if backend else {})
    elif backend:
        found["timeout"] = backend
    return found


def _limit(timeouts: Content, field: str) -> str:
    """A duration, "" for none; zero is none too."""
    written = text(timeouts, field)
    return written if any(digit in written for digit in "123456789") else ""


def _retries(retry: Content) -> Content:
    attempts = number(retry, "attempts") if retry.get("attempts") is not None else _DEFAULT_ATTEMPTS
    codes = [str(code) for code in sequence(retry, "codes") if isinstance(code, int)]
    found: Content = {"attempts": attempts, "retryOn": ",".join([*_RETRY_ON, *codes])}
    if backoff := text(retry, "backoff"):
        found["backoff"] = backoff
    return found


def _matches(rule: Content, place: Place) -> Iterator[tuple[Match, ...]]:
    """One match for each rule to be; none at all for a rule that takes everything."""
    is_grpc = place.resource.kind == "GRPCRoute"
    written = mappings(rule, "matches") or ([] if is_grpc else [_ANY_PATH])
    if not written:
        yield ()
    for i, match in enumerate(written):
        content = {"headers": _named(match, "headers")}
        if is_grpc:
            uri = _grpc_uri(match, Place(place.resource, (*place.path, "matches", i)))
        else:
            uri = _uri(mapping(match, "path"))
            content["queryParams"] = _named(match, "queryParams")
            if method := text(match, "method"):
                content["method"] = {"exact": method}
        if uri:
            content["uri"] = uri
        yield (Match(content, (), (Place(place.resource, (*place.path, "matches", i)),)),)


def _uri(path: Content) -> Content:
    value = text(path, "value") or "/"
    match text(path, "type"):
        case "Exact":
            return {"exact": value}
        case "RegularExpression":
            return {"regex": value}
    return {"prefix": value.removesuffix("/") or "/"}


def _grpc_uri(match: Content, place: Place) -> Content:
    """The path of a gRPC method: "/service/method"."""
    method = match.get("method")
    if not isinstance(method, dict):
        return {}
    service, name = text(method, "service"), text(method, "method")
    if not service and not name:
        raise RouteError("InvalidConfiguration", place)
    if text(method, "type") == "RegularExpression" or not service:
        return {"regex": f"/{service or '[^/]+'}/{name or '.+'}"}
    return {"exact": f"/{service}/{name}"} if name else {"prefix": f"/{service}/"}


def _named(match: Content, field: str) -> Content:
    found: Content = {}
    for one in mappings(match, field):
        kind = "regex" if text(one, "type") == "RegularExpression" else "exact"
        found[text(one, "name")] = {kind: text(one, "value")}
    return found


def _precedence(rule: Rule) -> tuple[bool, int, int, bool, int, int]:
    if not rule.matches:
        return True, 0, 0, False, 0, 0
    content = rule.matches[0].content
    kind, value = next(iter(mapping(content, "uri").items()), ("", ""))
    return (
        False,
        -_RANKS.get(kind, -1),
        -len(value.encode()),
        "method" not in content,
        -len(mapping(content, "headers")),
        -len(mapping(content, "queryParams")),
    )
