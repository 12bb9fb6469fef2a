"""Protocols of ports, and how Istio tells them from a port's name, appProtocol or declared protocol.

Source: Istio 1.30 pkg/config/protocol and pkg/config/kube.
"""

from __future__ import annotations

from enum import Enum


class Protocol(Enum):
    """What a port speaks, in Istio's words; UNSUPPORTED is one that nobody named: the proxy looks at the bytes."""

    GRPC = "GRPC"
    GRPC_WEB = "GRPC-Web"
    HTTP = "HTTP"
    HTTP_PROXY = "HTTP_PROXY"
    HTTP2 = "HTTP2"
    HTTPS = "HTTPS"
    TCP = "TCP"
    TLS = "TLS"
    UDP = "UDP"
    MONGO = "Mongo"
    REDIS = "Redis"
    MYSQL = "MySQL"
    HBONE = "HBONE"
    UNSUPPORTED = "UnsupportedProtocol"

    @property
    def is_http(self) -> bool:
        return self in _HTTP

    @property
    def is_http2(self) -> bool:
        return self in _HTTP2

    @property
    def is_tcp(self) -> bool:
        return self in _TCP

    @property
    def is_tls(self) -> bool:
        return self in _TLS

    @property
    def is_unsupported(self) -> bool:
        return self is Protocol.UNSUPPORTED


_HTTP2 = frozenset({Protocol.HTTP2, Protocol.GRPC, Protocol.GRPC_WEB})
_HTTP = _HTTP2 | {Protocol.HTTP, Protocol.HTTP_PROXY}
_TLS = frozenset({Protocol.HTTPS, Protocol.TLS})
_TCP = _TLS | {Protocol.TCP, Protocol.MONGO, Protocol.REDIS, Protocol.MYSQL}

_BY_NAME = {
    protocol.value.lower(): protocol for protocol in Protocol if protocol not in (Protocol.HBONE, Protocol.UNSUPPORTED)
}
_KUBERNETES_NAMES = {
    "kubernetes.io/h2c": Protocol.HTTP2,
    "kubernetes.io/ws": Protocol.HTTP,
    "kubernetes.io/wss": Protocol.HTTPS,
}
_SERVER_SPEAKS_FIRST = frozenset({25, 53, 3306, 27017})
"""SMTP, DNS, MySQL, MongoDB: ports that are TCP, not sniffed, when nothing names their protocol."""


def parse(name: str) -> Protocol:
    """The protocol of a name, in any case; UNSUPPORTED for every other."""
    return _BY_NAME.get(name.lower(), Protocol.UNSUPPORTED)


def service_port_protocol(number: int, name: str, protocol: str, app_protocol: str | None) -> Protocol:
    """The protocol of a Kubernetes Service's port: appProtocol, else what stands before the name's first hyphen."""
    if protocol == "UDP":
        return Protocol.UDP
    if app_protocol in _KUBERNETES_NAMES:
        return _KUBERNETES_NAMES[app_protocol]
    word = name if app_protocol is None else app_protocol
    if word[:8].lower() == "grpc-web":
        return Protocol.GRPC_WEB
    found = parse(word.partition("-")[0])
    return Protocol.TCP if found.is_unsupported and number in _SERVER_SPEAKS_FIRST else found
