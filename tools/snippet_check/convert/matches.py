"""The matches of a VirtualService's HTTP rule as those of an HTTPRoute."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from snippet_check.convert.fields import field_place
from snippet_check.convert.notes import Notes
from snippet_check.mesh.content import mapping, text
from snippet_check.mesh.virtual_service import Match
from snippet_check.re2 import Refused
from snippet_check.re2 import compile as compile_re2
from snippet_check.resource import Content

METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH")
_CLAIMS = "@request.auth.claims"
_ANYTHING = ".*"
_PLAIN = re.compile(r"[A-Za-z0-9/_-]*")
_NOT_ASKED = {"withoutHeaders": "without_headers", "sourceLabels": "source", "sourceNamespace": "source"}
_IGNORED = ("statPrefix",)


def http_matches(match: Match, notes: Notes) -> list[Content]:
    """The matches that together ask what this one asks; [] where no match can."""
    content = match.content
    blocked = list(_blocked(content))
    for field, key in blocked:
        notes.add(key, field_place(match.sources, field))
    for field in _IGNORED:
        if content.get(field):
            notes.add("ignored_field", field_place(match.sources, field))
    if blocked:
        return []
    methods = _methods(content.get("method"))
    if methods is None:
        notes.add("match", field_place(match.sources, "method"))
        return []
    path = _path(match, notes)
    headers = [*_named(mapping(content, "headers")), *_authority(content.get("authority"))]
    parameters = list(_named(mapping(content, "queryParams")))
    return [_match(path, headers, parameters, method) for method in methods]


def _match(path: Content | None, headers: list[Content], parameters: list[Content], method: str) -> Content:
    found: Content = {"path": path} if path else {}
    found |= {"method": method} if method else {}
    found |= {"headers": headers} if headers else {}
    return found | ({"queryParams": parameters} if parameters else {})


def _blocked(content: Content) -> Iterator[tuple[str, str]]:
    """The fields that a match of an HTTPRoute cannot ask, with the note that says so."""
    for field, key in _NOT_ASKED.items():
        if content.get(field):
            yield field, key
    if content.get("scheme"):
        yield "scheme", "match"
    if any(name.lower().startswith(_CLAIMS) for name in mapping(content, "headers")):
        yield "headers", "claims"


def _path(match: Match, notes: Notes) -> Content | None:
    uri = mapping(match.content, "uri")
    place = field_place(match.sources, "uri")
    if match.content.get("ignoreUriCase") is True and uri:
        notes.add("ignore_case", place)
        return {"type": "RegularExpression", "value": f"(?i){_as_regex(uri)}"}
    if "exact" in uri:
        return {"type": "Exact", "value": text(uri, "exact")}
    if "regex" in uri:
        return {"type": "RegularExpression", "value": text(uri, "regex")}
    prefix = text(uri, "prefix")
    if prefix in ("", "/"):
        return None
    whole = prefix.rstrip("/") or "/"
    if whole != prefix:
        notes.add("prefix_slash", place, example=whole)
    else:
        notes.add("prefix", place, example=f"{prefix}x")
    return {"type": "PathPrefix", "value": whole}


def _as_regex(match: Content) -> str:
    """A StringMatch as a regular expression for the whole text."""
    if "exact" in match:
        return re.escape(text(match, "exact"))
    if "prefix" in match:
        return re.escape(text(match, "prefix")) + _ANYTHING
    return text(match, "regex")


def _named(wanted: Content) -> Iterator[Content]:
    for name, match in wanted.items():
        yield {"name": name, **_string_match(match)}


def _string_match(match: Any) -> Content:
    """Exact is the default type; a match that says nothing asks that the name is there."""
    if not isinstance(match, dict) or not {"exact", "prefix", "regex"} & match.keys() or match.get("regex") == "*":
        return {"type": "RegularExpression", "value": _ANYTHING}
    if "exact" in match:
        return {"value": text(match, "exact")}
    return {"type": "RegularExpression", "value": _as_regex(match)}


def _authority(match: Any) -> Iterator[Content]:
    if isinstance(match, dict) and match:
        yield {"name": "Host", **_string_match(match)}


def _methods(match: Any) -> list[str] | None:
    """The methods that a StringMatch lists, [""] for any; None where it cannot be listed."""
    if not isinstance(match, dict) or not match:
        return [""]
    words = _alternatives(text(match, "regex")) if "regex" in match else [text(match, "exact")]
    if "prefix" in match:
        words = [method for method in METHODS if method.startswith(text(match, "prefix"))]
    return words if words and all(word in METHODS for word in words) else None


def _alternatives(regex: str) -> list[str]:
    inner = regex.removeprefix("^").removesuffix("$")
    inner = inner[1:-1] if inner.startswith("(") and inner.endswith(")") else inner
    return inner.removeprefix("?:").split("|")


def grpc_match(match: Content) -> Content | None:
    """A match of an HTTPRoute as one of a GRPCRoute; None where it is not about a service or its methods."""
    if not match.keys() <= {"path", "headers"}:
        return None
    found: Content = {}
    path = mapping(match, "path")
    if path:
        parts = text(path, "value").removeprefix("/").split("/")
        if text(path, "type") not in ("PathPrefix", "Exact") or len(parts) > 2 or not all(parts):
            return None
        if (text(path, "type") == "Exact") != (len(parts) == 2):
            return None
        found["method"] = dict(zip(("service", "method"), parts, strict=False))
    if "headers" in match:
        found["headers"] = match["headers"]
    return found


def meet(one: Content, other: Content) -> Content | None:
    """The match of the requests that two matches share.

    None where there are none. Raises UnclearError where no match can say it.
    """
    path = _paths_meet(mapping(one, "path"), mapping(other, "path"))
    methods = {text(match, "method") for match in (one, other)} - {""}
    headers = _names_meet(one, other, "headers")
    parameters = _names_meet(one, other, "queryParams")
    if path is None or headers is None or parameters is None or len(methods) > 1:
        return None
    return _match(path, headers, parameters, next(iter(methods), ""))


class UnclearError(ValueError):
    """Whether two regular expressions have a text in common is not known."""


def _paths_meet(one: Content, other: Content) -> Content | None:
    if not one or not other or one == other:
        return one or other
    for regex, path in ((one, other), (other, one)):
        if text(regex, "type") == "RegularExpression":
            return _regex_meets(text(regex, "value"), path)
    short, long = sorted((one, other), key=lambda path: (len(text(path, "value")), text(path, "type") == "Exact"))
    if text(short, "type") == "Exact":
        return None
    return long if f"{text(long, 'value')}/".startswith(f"{text(short, 'value')}/") else None


def _regex_meets(pattern: str, path: Content) -> Content | None:
    """The paths that a regular expression and another match share: an exact path is within it or not."""
    value = text(path, "value")
    try:
        if text(path, "type") == "Exact":
            return path if compile_re2(pattern).full_match(value) else None
    except Refused:
        return None
    begin = _literal_beginning(pattern)
    if text(path, "type") == "PathPrefix" and not (begin.startswith(value) or value.startswith(begin)):
        return None
    raise UnclearError


def _literal_beginning(pattern: str) -> str:
    """Text with which every match of a pattern begins, as far as it is plain to see."""
    found = _PLAIN.match(pattern)
    if found is None or "|" in pattern:
        return ""
    begin = found[0]
    return begin[:-1] if pattern[len(begin) : len(begin) + 1] in ("*", "?", "{") else begin


def _names_meet(one: Content, other: Content, field: str) -> list[Content] | None:
    found: dict[str, Content] = {}
    for wanted in (*one.get(field, ()), *other.get(field, ())):
        name = wanted["name"].lower() if field == "headers" else wanted["name"]
        held = found.setdefault(name, wanted)
        if held == wanted or _asks_for_presence(wanted):
            continue
        if _asks_for_presence(held):
            found[name] = wanted
        elif "type" in held or "type" in wanted:
            raise UnclearError
        else:
            return None
    return list(found.values())


def _asks_for_presence(wanted: Content) -> bool:
    return text(wanted, "type") == "RegularExpression" and wanted["value"] == _ANYTHING


def rank(match: Content) -> tuple[int, int, bool, int, int]:
    """The place of a match among others: the smallest is asked first.

    Source: Istio 1.30 pilot/pkg/config/kube/gateway/conversion.go (sortHTTPRoutes).
    """
    path = mapping(match, "path") or {"type": "PathPrefix", "value": "/"}
    kind = {"Exact": 3, "PathPrefix": 2}.get(text(path, "type"), 1)
    length = len(text(path, "value").encode())
    return -kind, -length, "method" not in match, -len(match.get("headers", ())), -len(match.get("queryParams", ()))
