"""What the HTTP connection manager does to a path before it looks for a route.

Source: envoy.extensions.filters.network.http_connection_manager.v3 (path_with_escaped_slashes_action, normalize_path,
merge_slashes, in this order), the URL canonicalization that normalize_path stands for, and, for fragments, the runtime
that Istio's bootstrap sets (pkg/bootstrap/config.go). Queries stay as they are.
"""

from __future__ import annotations

import re
from enum import Enum
from typing import NamedTuple

from snippet_check.envoy import HttpConnectionManager

_ESCAPED_SLASH = re.compile(r"%2f|%5c", re.IGNORECASE)
_UNESCAPED = {"%2f": "/", "%5c": "\\"}
_SEGMENT_END = frozenset("/\\")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_~")
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_TO_ESCAPE = re.compile(r"[\"<>^`{|}]")
_UNREADABLE = re.compile(r"[^\x21-\x7e]")
"""Bytes the codec takes in no path."""
_ORDINARY = re.compile(r"/[A-Za-z0-9_~!$&'()*+,;=:@/-]*")
"""A path that normalize_path leaves alone: no dots, percent signs, backslashes or bytes to escape."""


class PathVerdict(Enum):
    """What becomes of a request after its path was looked at."""

    CONTINUE = "continue"
    REJECT = "reject"
    """Answered 400."""
    REDIRECT = "redirect"
    """Answered 307 with the path as it should have been written."""


class NormalizedPath(NamedTuple):
    """A path as routes see it."""

    path: str
    verdict: PathVerdict = PathVerdict.CONTINUE


def normalize(path: str, manager: HttpConnectionManager) -> NormalizedPath:
    """The path under the connection manager's settings; Istio has its proxies drop fragments."""
    if _UNREADABLE.search(path):
        return NormalizedPath(path, PathVerdict.REJECT)
    bare, mark, query = path.partition("#")[0].partition("?")
    verdict = PathVerdict.CONTINUE
    action = manager.path_with_escaped_slashes_action
    if action != "KEEP_UNCHANGED" and _ESCAPED_SLASH.search(bare):
        if action == "REJECT_REQUEST":
            return NormalizedPath(path, PathVerdict.REJECT)
        bare = _ESCAPED_SLASH.sub(lambda match: _UNESCAPED[match[0].lower()], bare)
        verdict = PathVerdict.REDIRECT if action == "UNESCAPE_AND_REDIRECT" else verdict
    if manager.normalize_path:
        canonical = canonicalize(bare)
        if canonical is None:
            return NormalizedPath(path, PathVerdict.REJECT)
        bare = canonical
    if manager.merge_slashes:
        bare = merge_slashes(bare)
    return NormalizedPath(bare + mark + query, verdict)


def canonicalize(path: str) -> str | None:
    """A path without its query: dot segments resolved, backslashes turned, what need not be escaped unescaped.

    None for a path that cannot be made canonical, one with an escaped NUL.
    """
    if _ORDINARY.fullmatch(path):
        return path
    if "%00" in path:
        return None
    return _resolve_dots(_unescape(path if path[:1] in _SEGMENT_END else "/" + path).replace("\\", "/"))


def _unescape(path: str) -> str:
    return _TO_ESCAPE.sub(lambda match: f"%{ord(match[0]):02X}", _ESCAPE.sub(_kept_or_plain, path))


def _kept_or_plain(match: re.Match[str]) -> str:
    character = chr(int(match[1], 16))
    return character if character in _UNRESERVED or character == "." else match[0]


def _resolve_dots(path: str) -> str:
    kept: list[str] = []
    segments = path.split("/")[1:]
    for segment in segments:
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    if segments[-1] in (".", ".."):
        kept.append("")
    return "/" + "/".join(kept)


def merge_slashes(path: str) -> str:
    """Runs of slashes become one. A path of slashes only becomes two, as in Envoy."""
    if "//" not in path:
        return path
    middle = "/".join(part for part in path.split("/") if part)
    return ("/" if path.startswith("/") else "") + middle + ("/" if path.endswith("/") else "")
