"""Connection pools of DestinationRules and Sidecars. Source: Istio pkg/config/validation (validateConnectionPool)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from snippet_check.resource import FieldPath
from snippet_check.schema.decode.duration import nanoseconds
from snippet_check.schema.validation.rules.durations import MILLISECOND, duration
from snippet_check.schema.validation.violation import Violation, error

_HTTP_LIMITS = (
    "http1MaxPendingRequests",
    "http2MaxRequests",
    "maxRequestsPerConnection",
    "maxRetries",
    "maxConcurrentStreams",
)


def connection_pool(content: Mapping[str, Any], path: FieldPath) -> Iterator[Violation]:
    http, tcp = content.get("http"), content.get("tcp")
    if http is None and tcp is None:
        yield error("connection_pool.empty", path)
    if http is not None:
        yield from _http(http, (*path, "http"))
    if tcp is not None:
        yield from _tcp(tcp, (*path, "tcp"))


def _http(http: Mapping[str, Any], path: FieldPath) -> Iterator[Violation]:
    for field in _HTTP_LIMITS:
        yield from _not_negative(http, field, path)
    yield from _duration(http, "idleTimeout", path)
    if http.get("useClientProtocol") and http.get("h2UpgradePolicy") == "UPGRADE":
        yield error("connection_pool.protocol_twice", (*path, "useClientProtocol"))


def _tcp(tcp: Mapping[str, Any], path: FieldPath) -> Iterator[Violation]:
    yield from _not_negative(tcp, "maxConnections", path)
    yield from _duration(tcp, "connectTimeout", path)
    yield from _duration(tcp, "maxConnectionDuration", path)
    # Less than a millisecond either way switches the timeout off.
    if abs(nanoseconds(tcp.get("idleTimeout", "0")) or 0) >= MILLISECOND:
        yield from _duration(tcp, "idleTimeout", path)
    for field in ("time", "interval"):
        yield from _duration(tcp.get("tcpKeepalive", {}), field, (*path, "tcpKeepalive"))


def _not_negative(content: Mapping[str, int], field: str, path: FieldPath) -> Iterator[Violation]:
    if content.get(field, 0) < 0:
        yield error("connection_pool.negative", (*path, field), field=field)


def _duration(content: Mapping[str, str], field: str, path: FieldPath) -> Iterator[Violation]:
    if (length := content.get(field)) is not None:
        yield from duration(length, (*path, field))
