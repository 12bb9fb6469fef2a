"""One call: what a client sends, and where it meets the proxy."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple, TypeAlias

Mode: TypeAlias = Literal["outbound", "inbound", "gateway"]
"""Where the call meets the proxy: its workload calls out, somebody calls its workload, a client reaches a gateway."""

Protocol: TypeAlias = Literal["http", "http2", "tcp"]
Tls: TypeAlias = Literal["plaintext", "tls", "mtls"]


class Call(NamedTuple):
    """What the client sends: an address and a port, TLS or not, and within it an HTTP request or plain bytes."""

    name: str = ""
    mode: Mode = "outbound"
    address: str = ""
    port: int = 80
    protocol: Protocol = "http"
    tls: Tls = "plaintext"
    """mtls presents a client certificate of the mesh."""
    server_name: str = ""
    """The SNI of the ClientHello, "" for none."""
    application_protocols: tuple[str, ...] = ()
    """The ALPN of the ClientHello; () is what a client of this protocol offers by itself."""
    authority: str = ""
    """The Host header, :authority in HTTP/2; with its port if the client writes one."""
    path: str = "/"
    """With its query."""
    method: str = "GET"
    scheme: str = ""
    """The :scheme; "" follows the connection."""
    headers: tuple[tuple[str, str], ...] = ()
    """In order; a name may come more than once."""
    source_address: str = ""
    claims: Mapping[str, Any] | None = None
    """The payload of the request's valid JWT; None for a request without one."""
    inner: Call | None = None
    """What a proxy on the way has put into TLS of its own where that is TLS itself; None where it is not."""

    @property
    def is_http(self) -> bool:
        return self.protocol != "tcp"
