"""What the listener filters find out about a connection before a filter chain is chosen for it.

Source: envoy.filters.listener.tls_inspector and http_inspector. Without the first nobody reads the ClientHello: the
transport protocol is raw_buffer, without SNI and ALPN.
"""

from __future__ import annotations

from typing import NamedTuple

from snippet_check.envoy import Listener
from snippet_check.simulate.call import Call

TLS_INSPECTOR = "envoy.filters.listener.tls_inspector"
HTTP_INSPECTOR = "envoy.filters.listener.http_inspector"

_PLAINTEXT = {"http": ("http/1.1",), "http2": ("h2c",)}
OUTSIDE_ALPN = {"http": ("http/1.1",), "http2": ("h2",)}
"""What clients offer that are not of the mesh."""
_MESH_TLS = {"http": ("istio-http/1.1",), "http2": ("istio-h2",), "tcp": ("istio",)}


class Connection(NamedTuple):
    """What filter chains are matched by."""

    address: str
    port: int
    transport_protocol: str
    server_name: str
    application_protocols: tuple[str, ...]
    source_address: str


def inspect(listener: Listener, call: Call) -> Connection:
    """The connection of a call, as far as this listener's filters look at it."""
    transport, server_name = "raw_buffer", ""
    protocols: tuple[str, ...] = ()
    if call.tls != "plaintext":
        if looks(listener, TLS_INSPECTOR, call.port):
            transport, server_name, protocols = "tls", call.server_name.lower(), offered_protocols(call)
    elif looks(listener, HTTP_INSPECTOR, call.port):
        protocols = _PLAINTEXT.get(call.protocol, ())
    return Connection(call.address, call.port, transport, server_name, protocols, call.source_address)


def offered_protocols(call: Call) -> tuple[str, ...]:
    """The ALPN of the call's ClientHello."""
    if call.application_protocols:
        return call.application_protocols
    return (_MESH_TLS if call.tls == "mtls" else OUTSIDE_ALPN).get(call.protocol, ())


def looks(listener: Listener, name: str, port: int) -> bool:
    """Whether the listener has this filter, and the filter looks at connections to this port."""
    return any(filter.name == name and not filter.is_disabled(port) for filter in listener.listener_filters)
