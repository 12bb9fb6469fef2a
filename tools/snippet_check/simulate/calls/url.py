"""URLs of calls: http, https, grpc (HTTP/2 without TLS), tcp and tls."""

from __future__ import annotations

import re
from typing import NamedTuple

from snippet_check.mesh.content import whole
from snippet_check.simulate.call import Protocol, Tls
from snippet_check.simulate.virtual_hosts import without_port

_URL = re.compile(r"(?P<scheme>[a-z]+)://(?P<authority>[^/?#]+)(?P<path>[^#]*)(?:#.*)?")
_SCHEMES: dict[str, tuple[Protocol, Tls, int]] = {
    "http": ("http", "plaintext", 80),
    "https": ("http", "tls", 443),
    "grpc": ("http2", "plaintext", 80),
    "tcp": ("tcp", "plaintext", 0),
    "tls": ("tcp", "tls", 443),
}
_LAST_PORT = 65535


class Url(NamedTuple):
    """A URL's parts, with what its scheme says about the connection."""

    protocol: Protocol
    tls: Tls
    host: str
    port: int
    authority: str
    """What the client writes into the Host header: with its port unless it is the scheme's own."""
    path: str


def parse_url(text: str) -> Url | None:
    """The parts of a URL, None for what is none."""
    match = _URL.fullmatch(text)
    if match is None or match["scheme"] not in _SCHEMES:
        return None
    protocol, tls, default_port = _SCHEMES[match["scheme"]]
    authority = match["authority"]
    host = without_port(authority)
    digits = authority[len(host) + 1 :]
    port = whole(digits) if digits else default_port
    if not host or not 0 < port <= _LAST_PORT:
        return None
    path = match["path"]
    path = path if path.startswith("/") else f"/{path}"
    return Url(protocol, tls, host, port, host if port == default_port else authority, path)
