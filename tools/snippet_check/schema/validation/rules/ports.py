"""Port numbers, names and protocols. Source: Istio pkg/config/validation, pkg/config/protocol (Parse)."""

from __future__ import annotations

from collections.abc import Iterable

from snippet_check.resource import FieldPath
from snippet_check.schema.validation.rules.domains import is_label
from snippet_check.schema.validation.violation import Violation, error

HTTP = frozenset(("http", "http2", "http_proxy", "grpc", "grpc-web"))
TLS = frozenset(("https", "tls"))
TCP = frozenset(("tcp", "https", "tls", "mongo", "redis", "mysql"))
PROTOCOLS = HTTP | TCP | {"udp"}
"""Names of protocols in lower case: those that Istio takes for HTTP, TLS, TCP (TLS among it), and all there are."""


def port_number(number: int, path: FieldPath) -> Iterable[Violation]:
    return () if 1 <= number <= 65535 else (error("port.number", path, number=number),)


def port_name(name: str, path: FieldPath) -> Iterable[Violation]:
    return () if is_label(name) else (error("port.name", path, name=name),)


def protocol(name: str, path: FieldPath) -> Iterable[Violation]:
    """An empty one is fine: the protocol is then detected from the first bytes."""
    return () if not name or name.lower() in PROTOCOLS else (error("port.protocol", path, protocol=name),)
