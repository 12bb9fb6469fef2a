"""Redirects, direct responses and rewrites. Source: Istio pkg/config/validation."""

from __future__ import annotations

from collections.abc import Iterator

from snippet_check.resource import Content, FieldPath
from snippet_check.schema.validation.rules.ports import port_number
from snippet_check.schema.validation.rules.string_matches import regular_expression
from snippet_check.schema.validation.violation import Violation, error, warning
from snippet_check.schema.validation.virtual_service.fault import http_status

_LARGE = 100 * 1024
_TOO_LARGE = 1024 * 1024


def redirect(content: Content, path: FieldPath) -> Iterator[Violation]:
    """Only the first thing that is wrong counts."""
    code, scheme, port = content.get("redirectCode", 0), content.get("scheme", ""), content.get("port", 0)
    chooses_port = "port" in content or "derivePort" in content
    if not (content.get("uri") or content.get("authority") or scheme or chooses_port):
        yield error("redirect.empty", path)
    elif code and not 300 <= code <= 399:
        yield error("redirect.code", (*path, "redirectCode"), code=code)
    elif scheme not in ("", "http", "https"):
        yield error("redirect.scheme", (*path, "scheme"))
    elif port:
        yield from port_number(port, (*path, "port"))


def direct_response(content: Content, path: FieldPath) -> Iterator[Violation]:
    size = _size(content.get("body", {}))
    if size > _TOO_LARGE:
        yield error("direct_response.too_large", (*path, "body"))
    elif size > _LARGE:
        yield warning("direct_response.large", (*path, "body"))
    yield from http_status(content.get("status", 0), (*path, "status"))


def rewrite(content: Content, path: FieldPath) -> Iterator[Violation]:
    """Only the first thing that is wrong counts."""
    by_regex = content.get("uriRegexRewrite")
    if content.get("uri") and by_regex is not None:
        yield error("rewrite.two_uris", path)
    elif not (content.get("uri") or content.get("authority")) and by_regex is None:
        yield error("rewrite.empty", path)
    elif by_regex is not None:
        yield from _regex_rewrite(by_regex, (*path, "uriRegexRewrite"))


def _regex_rewrite(content: Content, path: FieldPath) -> Iterator[Violation]:
    if not (content.get("match") and content.get("rewrite")):
        yield error("rewrite.half", path)
        return
    yield from regular_expression(content["match"], "uriRegexRewrite.match", (*path, "match"))


def _size(body: Content) -> int:
    """The bytes of a body; `bytes` are written in base64."""
    if "bytes" in body:
        return len(body["bytes"].rstrip("=")) * 3 // 4
    return len(body.get("string", "").encode(errors="replace"))
