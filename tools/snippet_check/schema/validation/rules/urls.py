"""URLs as Go reads them, which is neither RFC 3986 nor Python's urllib. Source: Go net/url (Parse)."""

from __future__ import annotations

import re
from typing import NamedTuple

from snippet_check.schema.validation.rules.addresses import is_ip

_SCHEME = re.compile("([a-zA-Z][-+.a-zA-Z0-9]*):")
_control = re.compile("[\x00-\x1f\x7f]").search
_has_bad_escape = re.compile("%(?![0-9a-fA-F]{2})").search
_is_userinfo = re.compile(r"[-._~!$&'()*+,;=:%@a-zA-Z0-9]*").fullmatch
_HOST = r"(?:[-._~!$&'()*+,;=:\[\]<>\"a-zA-Z0-9]|[^\x00-\x7f]|%[89a-fA-F][0-9a-fA-F]|%25)*"
_is_host = re.compile(_HOST).fullmatch
_is_zone = re.compile(_HOST.replace("%25", "%[0-9a-fA-F]{2}")).fullmatch
_is_port = re.compile("(?::([0-9]*))?").fullmatch


class Url(NamedTuple):
    """What is read out of a URL: the scheme in lower case, "" where there is none; the host without brackets."""

    scheme: str = ""
    host: str = ""
    port: str = ""


def parse(text: str) -> Url | None:
    """A URL, absolute or relative; None where Go refuses it."""
    main, _, fragment = text.partition("#")
    return None if _has_bad_escape(fragment) else _parse(main, of_request=False)


def parse_request(text: str) -> Url | None:
    """A URL as it may stand in an HTTP request: absolute, or a path from the root. A `#` is a character like others."""
    return _parse(text, of_request=True)


def _parse(text: str, of_request: bool) -> Url | None:
    if _control(text) or text.startswith(":") or (of_request and not text):
        return None
    if text == "*":
        return Url()
    found = _SCHEME.match(text)
    scheme, rest = (found[1].lower(), text[found.end() :]) if found else ("", text)
    rest = rest.partition("?")[0]
    if not rest.startswith("/"):
        return Url(scheme) if scheme or _is_relative(rest, of_request) else None
    if rest.startswith("//") and (scheme or not (of_request or rest.startswith("///"))):
        authority, _, path = rest[2:].partition("/")
        return None if _has_bad_escape(path) else _with_authority(scheme, authority)
    return None if _has_bad_escape(rest) else Url(scheme)


def _is_relative(path: str, of_request: bool) -> bool:
    """Whether this is a relative path; with a colon in its first segment it could be taken for a scheme."""
    return not of_request and ":" not in path.partition("/")[0] and not _has_bad_escape(path)


def _with_authority(scheme: str, authority: str) -> Url | None:
    userinfo, _, address = authority.rpartition("@")
    if not _is_userinfo(userinfo) or _has_bad_escape(userinfo):
        return None
    host, port = _split(address)
    if host is None or not (found := _is_port(port)):
        return None
    return Url(scheme, host, found[1] or "")


def _split(address: str) -> tuple[str | None, str]:
    """Host and `:port`; no host where it holds what no host does, or where brackets do not hold an IPv6 address."""
    if "[" in address:
        literal, bracket, port = address[1:].rpartition("]")
        outside, percent, zone = literal.partition("%25")
        host = outside + "%" * bool(percent) + zone
        well_formed = address.rfind("[") == 0 and bracket and ":" in host and is_ip(host)
        return (host if well_formed and _is_host(outside) and _is_zone(zone) else None), port
    host, colon, port = address.rpartition(":")
    if not colon:
        host, port = address, ""
    return (host if _is_host(host) else None), colon + port
