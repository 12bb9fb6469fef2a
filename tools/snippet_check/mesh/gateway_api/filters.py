"""The filters of a rule, in the schema of a VirtualService's HTTP route.

Source: Istio 1.30 pilot/pkg/config/kube/gateway/conversion.go (createHeadersFilter … createCorsFilter).
"""

from __future__ import annotations

import re
from typing import NamedTuple

from snippet_check.mesh.content import mapping, mappings, number, text, texts
from snippet_check.mesh.gateway_api.backends import NOWHERE, Target, target
from snippet_check.mesh.gateway_api.conditions import Problem, RouteError
from snippet_check.mesh.mesh import Mesh
from snippet_check.mesh.virtual_service import Mirror
from snippet_check.resource import Content, Place

_PREFIX_MARK = "%PREFIX()%"
_DEFAULT_REDIRECT = 302
_HEADERS = {
    "RequestHeaderModifier": ("request", "requestHeaderModifier"),
    "ResponseHeaderModifier": ("response", "responseHeaderModifier"),
}
_ANY_ORIGIN = r"^[a-zA-Z][a-zA-Z0-9+.-]*://[^/\s?#]+$"
_is_header_value = re.compile(r"[\t\x20-\x7e\x80-\U0010ffff]*").fullmatch


class Mirrors(NamedTuple):
    """The mirrors of a rule, and the last thing that is wrong with one that is left out."""

    mirrors: tuple[Mirror, ...]
    problem: Problem | None


def headers(holder: Content, place: Place) -> Content:
    """The header operations of a rule's or a backend's filters. Raises RouteError for what no header can be."""
    found: Content = {}
    for i, one in enumerate(mappings(holder, "filters")):
        side, field = _HEADERS.get(text(one, "type"), ("", ""))
        if side and isinstance(one.get(field), dict):
            found[side] = _operations(mapping(one, field), _filter(place, i))
    return {"headers": found} if found else {}


def backend_headers(backend: Content, place: Place) -> Content:
    """The header operations of a backend, which can have no other filters. Raises RouteError."""
    for i, one in enumerate(mappings(backend, "filters")):
        if text(one, "type") not in _HEADERS:
            raise RouteError("InvalidFilter", _filter(place, i))
    return headers(backend, place)


def redirect(content: Content) -> Content:
    """RequestRedirect: without a port the request's own is kept, with a scheme the scheme's own is taken."""
    found: Content = {"redirectCode": number(content, "statusCode") or _DEFAULT_REDIRECT}
    for theirs, ours in (("hostname", "authority"), ("scheme", "scheme")):
        if isinstance(content.get(theirs), str):
            found[ours] = content[theirs]
    if port := number(content, "port"):
        found["port"] = port
    else:
        found["derivePort"] = "FROM_PROTOCOL_DEFAULT" if "scheme" in found else "FROM_REQUEST_PORT"
    path = mapping(content, "path")
    if text(path, "type") == "ReplaceFullPath":
        found["uri"] = text(path, "replaceFullPath")
    elif text(path, "type") == "ReplacePrefixMatch":
        found["uri"] = _PREFIX_MARK + text(path, "replacePrefixMatch")
    return found


def rewrite(content: Content) -> Content:
    """URLRewrite. A prefix replaced by nothing, or by a slash, is taken away."""
    found: Content = {}
    path = mapping(content, "path")
    if text(path, "type") == "ReplacePrefixMatch":
        found["uri"] = text(path, "replacePrefixMatch").removesuffix("/") or "/"
    elif text(path, "type") == "ReplaceFullPath":
        found["uriRegexRewrite"] = {"match": "/.*", "rewrite": text(path, "replaceFullPath")}
    if host := text(content, "hostname"):
        found["authority"] = host
    return found


def mirrors(rule: Content, place: Place, mesh: Mesh, granted: bool) -> Mirrors:
    """RequestMirror. One with a backend that cannot be used is left out of an HTTPRoute; it undoes a GRPCRoute."""
    found: list[Mirror] = []
    problem: Problem | None = None
    for i, one in enumerate(mappings(rule, "filters")):
        content = mapping(one, "requestMirror")
        if text(one, "type") == "RequestMirror" and content:
            at = _filter(place, i)
            destination, own = _mirror_target(content, at, mesh, granted)
            if own is None:
                found.append(Mirror(destination, _share(content), at))
            elif place.resource.kind == "GRPCRoute":
                raise RouteError(*own)
            problem = own or problem
    return Mirrors(tuple(found), problem)


def cors(content: Content) -> Content:
    """CORS: origins with wildcards become prefixes or regular expressions; unmatched preflights go unanswered."""
    found: Content = {
        "allowOrigins": [_origin(origin) for origin in texts(content, "allowOrigins") if origin],
        "unmatchedPreflights": "IGNORE",
    }
    if content.get("allowCredentials") is True:
        found["allowCredentials"] = True
    for field in ("allowMethods", "allowHeaders", "exposeHeaders"):
        found[field] = texts(content, field)
    if (age := number(content, "maxAge")) > 0:
        found["maxAge"] = f"{age}s"
    return found


def _mirror_target(content: Content, place: Place, mesh: Mesh, granted: bool) -> Target:
    at = Place(place.resource, (*place.path, "requestMirror", "backendRef"))
    try:
        return target(mapping(content, "backendRef"), at, mesh, granted)
    except RouteError as error:
        return Target(NOWHERE, error.problem)


def _filter(place: Place, position: int) -> Place:
    return Place(place.resource, (*place.path, "filters", position))


def _operations(content: Content, place: Place) -> Content:
    written = [*mappings(content, "set"), *mappings(content, "add")]
    if not all(_is_header_value(text(one, "value")) for one in written):
        raise RouteError("InvalidFilter", place)
    return {"set": _by_name(content, "set"), "add": _by_name(content, "add"), "remove": texts(content, "remove")}


def _by_name(content: Content, field: str) -> dict[str, str]:
    """Headers by their lower-cased names; of several of one name the first counts."""
    found: dict[str, str] = {}
    for one in mappings(content, field):
        found.setdefault(text(one, "name").lower(), text(one, "value"))
    return found


def _share(content: Content) -> float | None:
    """The percentage of a mirror, None for all."""
    fraction = content.get("fraction")
    if isinstance(fraction, dict):
        return 100 * number(fraction, "numerator") / (number(fraction, "denominator") or 100)
    return float(number(content, "percent")) if content.get("percent") is not None else None


def _origin(origin: str) -> Content:
    if origin == "*":
        return {"regex": _ANY_ORIGIN}
    if "*" not in origin:
        return {"exact": origin}
    if origin.endswith("*") and origin.count("*") == 1:
        return {"prefix": origin[:-1]}
    return {"regex": f"^{'.*'.join(map(re.escape, origin.split('*')))}$"}
