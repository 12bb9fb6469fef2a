"""What a VirtualService's rule does to a request, as filters and timeouts of an HTTPRoute's rule."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from snippet_check.convert.durations import gateway_duration
from snippet_check.convert.fields import below, field_place
from snippet_check.convert.notes import Notes
from snippet_check.mesh.content import mapping, mappings, number, strings, text, texts
from snippet_check.mesh.virtual_service import Rule
from snippet_check.resource import Content, Place
from snippet_check.translate.durations import seconds

_SIDES = (("request", "RequestHeaderModifier"), ("response", "ResponseHeaderModifier"))
_LOST = ("fault", "retries")
_ANY_ORIGIN = (".*", ".+", "*")


def header_filters(content: Content) -> Iterator[Content]:
    """RequestHeaderModifier and ResponseHeaderModifier for `headers` of a rule or of a destination."""
    for side, kind in _SIDES:
        operations = mapping(content, "headers", side)
        found: Content = {}
        for verb in ("set", "add"):
            written = strings(operations, verb)
            listed = [{"name": name, "value": value} for name, value in written.items() if not _is_host(name)]
            found |= {verb: listed} if listed else {}
        if removed := [name for name in texts(operations, "remove") if not _is_host(name)]:
            found["remove"] = removed
        if found:
            yield {"type": kind, kind[0].lower() + kind[1:]: found}


def host_set(content: Content) -> str:
    """The authority that a header operation sets."""
    for verb in ("set", "add"):
        for name, value in strings(content, "headers", "request", verb).items():
            if _is_host(name):
                return value
    return ""


def redirect_filter(content: Content) -> Content:
    """RequestRedirect."""
    found: Content = {}
    if scheme := text(content, "scheme"):
        found["scheme"] = scheme
    host, _, port = text(content, "authority").partition(":")
    if host:
        found["hostname"] = host
    if path := text(content, "uri"):
        found["path"] = {"type": "ReplaceFullPath", "replaceFullPath": path}
    if written := number(content, "port") or (int(port) if port.isdigit() and len(port) < 6 else 0):
        found["port"] = written
    found["statusCode"] = number(content, "redirectCode") or 301
    return {"type": "RequestRedirect", "requestRedirect": found}


def rewrite_filter(rule: Rule, is_prefix: bool, host: str, notes: Notes) -> Content | None:
    """URLRewrite; with a prefix match the prefix is replaced, else the whole path."""
    content = mapping(rule.content, "rewrite")
    found: Content = {}
    if host := text(content, "authority") or host:
        found["hostname"] = host
    if "uriRegexRewrite" in content:
        notes.add("rewrite_regex", field_place(rule.sources, "rewrite", "uriRegexRewrite"))
    elif uri := text(content, "uri"):
        _note_slashes(rule, uri, notes)
        kind = "ReplacePrefixMatch" if is_prefix else "ReplaceFullPath"
        found["path"] = {"type": kind, kind[0].lower() + kind[1:]: uri}
    return {"type": "URLRewrite", "urlRewrite": found} if found else None


def _note_slashes(rule: Rule, uri: str, notes: Notes) -> None:
    """A VirtualService replaces a prefix letter by letter, an HTTPRoute as whole segments."""
    for prefix in (text(mapping(match.content, "uri"), "prefix") for match in rule.matches):
        if prefix and prefix.endswith("/") is not uri.endswith("/"):
            path = f"{prefix.removesuffix('/')}/x"
            old, new = f"{uri}{path[len(prefix) :]}", f"{uri.removesuffix('/')}/x"
            notes.add("rewrite_slash", field_place(rule.sources, "rewrite", "uri"), path=path, old=old, new=new)


def cors_filter(rule: Rule, notes: Notes) -> Content | None:
    """CORS."""
    policy = mapping(rule.content, "corsPolicy")
    if not policy:
        return None
    place = field_place(rule.sources, "corsPolicy")
    found: Content = {}
    if origins := [*texts(policy, "allowOrigin"), *_origins(policy, place, notes)]:
        found["allowOrigins"] = origins
    if policy.get("allowCredentials") is True:
        found["allowCredentials"] = True
    for field in ("allowMethods", "allowHeaders", "exposeHeaders"):
        if values := texts(policy, field):
            found[field] = values
    age = seconds(policy, "maxAge")
    if age is not None:
        found["maxAge"] = int(age)
    if policy.get("unmatchedPreflights") != "IGNORE":
        notes.add("cors_preflight", place)
    return {"type": "CORS", "cors": found}


def mirror_filter(backend: Content, percent: float | None) -> Content:
    """RequestMirror to a backend, with the share of requests that is copied."""
    mirror: Content = {"backendRef": backend}
    if percent is not None and percent < 100:
        if percent == int(percent):
            mirror["percent"] = int(percent)
        else:
            share = Fraction(str(percent)) / 100
            mirror["fraction"] = {"numerator": share.numerator, "denominator": share.denominator}
    return {"type": "RequestMirror", "requestMirror": mirror}


def timeouts(rule: Rule) -> Content | None:
    """`timeouts` of the rule; none for 0s, which means none in a VirtualService too."""
    length = seconds(rule.content, "timeout")
    return {"request": gateway_duration(length)} if length else None


def note_lost(rule: Rule, notes: Notes) -> None:
    """Names what a rule does that no rule of the Gateway API does."""
    for field in _LOST:
        if isinstance(rule.content.get(field), dict):
            notes.add(field, field_place(rule.sources, field))


def _origins(policy: Content, place: Place, notes: Notes) -> Iterator[str]:
    for i, match in enumerate(mappings(policy, "allowOrigins")):
        if "exact" in match:
            yield text(match, "exact")
        elif "prefix" in match:
            yield f"{text(match, 'prefix')}*"
        elif text(match, "regex") in _ANY_ORIGIN:
            yield "*"
        else:
            notes.add("cors_origin", below(place, "allowOrigins", i))


def _is_host(name: str) -> bool:
    return name.lower() in (":authority", "host")
