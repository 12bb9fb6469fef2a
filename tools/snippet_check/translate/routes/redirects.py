"""Redirects and direct responses.

Source: Istio 1.30 pilot/pkg/networking/core/route/route.go (ApplyRedirect, ApplyDirectResponse).
"""

from __future__ import annotations

import base64
import binascii

from snippet_check.envoy import DirectResponse, Redirect
from snippet_check.mesh.content import mapping, number, text
from snippet_check.mesh.virtual_service import Semantics
from snippet_check.resource import Content

PREFIX_MARK = "%PREFIX()%"
"""How a Gateway API route says that only the matched prefix is replaced."""

_CODES = frozenset({301, 302, 303, 307, 308})
_DEFAULT_PORTS = {"http": 80, "https": 443}


def redirect(content: Content, port: int, tls: bool, semantics: Semantics) -> Redirect | None:
    """The action of an HTTPRedirect at a listener's port; None for a code that Envoy does not know."""
    code = number(content, "redirectCode") or 301
    if code not in _CODES:
        return None
    uri, scheme = text(content, "uri"), text(content, "scheme")
    prefix = uri.removeprefix(PREFIX_MARK) if semantics == "gateway" and uri.startswith(PREFIX_MARK) else None
    return Redirect(
        response_code=code,
        scheme=scheme,
        host=text(content, "authority"),
        port=_port(content, port, scheme or ("https" if tls else "http")),
        path=uri if prefix is None else "",
        prefix_rewrite=prefix,
    )


def direct_response(content: Content) -> DirectResponse:
    """The action of an HTTPDirectResponse."""
    body = mapping(content, "body")
    if isinstance(encoded := body.get("bytes"), str):
        return DirectResponse(number(content, "status"), _decoded(encoded))
    return DirectResponse(number(content, "status"), text(body, "string"))


def _port(content: Content, listener_port: int, scheme: str) -> int:
    """The port of the location; 0, none, where it is the scheme's own."""
    port = listener_port if content.get("derivePort") == "FROM_REQUEST_PORT" else number(content, "port")
    return 0 if _DEFAULT_PORTS.get(scheme) == port else port


def _decoded(encoded: str) -> str:
    try:
        return base64.b64decode(encoded).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        return ""
