"""Names of HTTP headers. Source: Istio pkg/config/validation, pkg/jwt (ToRoutingClaim)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from snippet_check.resource import FieldPath
from snippet_check.schema.validation.violation import Violation, error

# A comma too: Istio's own class has `+-.`, which is a range.
_is_token = re.compile(r"[!#$%&'*+,\-.^_`|~A-Za-z0-9]+").fullmatch
_is_claim = re.compile(r"@request\.auth\.claims(?:\..+|\[.+\])", re.DOTALL | re.IGNORECASE).fullmatch
_PSEUDO = frozenset((":method", ":scheme", ":authority", ":path", ":status"))
_AUTHORITY = frozenset((":authority", "host"))


def is_claim(name: str) -> bool:
    """Whether a match on this header is a match on a claim of the request's JWT (`@request.auth.claims.group`)."""
    return name[:1] == "@" and _is_claim(name) is not None


def is_authority(name: str) -> bool:
    return name.lower() in _AUTHORITY


def matched_header(name: str, path: FieldPath) -> Iterable[Violation]:
    """A header that a route looks at: a token, a pseudo header or a JWT claim."""
    if name and (_is_token(name) or name in _PSEUDO or is_claim(name)):
        return ()
    return _invalid(name, path)


def cors_header(name: str, path: FieldPath) -> Iterable[Violation]:
    return () if _is_token(name) else _invalid(name, path)


def request_header(name: str, path: FieldPath) -> Iterable[Violation]:
    """A header that is set or added on requests: any but the pseudo headers, `:authority` aside."""
    if not name:
        return _invalid(name, path)
    return (error("header.pseudo", path, name=name),) if name[0] == ":" and not is_authority(name) else ()


def changed_header(name: str, path: FieldPath) -> Iterable[Violation]:
    """A header that is removed, or changed on responses: neither a pseudo header nor `host`."""
    if name.lower() == "host":
        return (error("header.host", path, name=name),)
    if not name:
        return _invalid(name, path)
    return (error("header.pseudo", path, name=name),) if name[0] == ":" else ()


def _invalid(name: str, path: FieldPath) -> Iterable[Violation]:
    return (error("header.name", path, name=name) if name else error("header.no_name", path),)
