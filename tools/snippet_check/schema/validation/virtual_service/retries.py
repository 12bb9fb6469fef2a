"""Retries. Source: Istio pkg/config/validation (validateHTTPRetry)."""

from __future__ import annotations

from collections.abc import Iterator

from snippet_check.resource import Content, FieldPath
from snippet_check.schema.validation.rules.durations import duration
from snippet_check.schema.validation.rules.numbers import go_integer
from snippet_check.schema.validation.violation import Violation, error

_HTTP_CONDITIONS = """5xx gateway-error reset reset-before-request connect-failure retriable-4xx refused-stream
retriable-status-codes retriable-headers envoy-ratelimited http3-post-connect-failure"""
_GRPC_CONDITIONS = "cancelled deadline-exceeded internal resource-exhausted unavailable"
_CONDITIONS = frozenset((*_HTTP_CONDITIONS.split(), *_GRPC_CONDITIONS.split()))
_CLIENT_ERRORS = (*range(400, 419), *range(421, 427), 428, 429, 431, 451)
_SERVER_ERRORS = (*range(500, 509), 510, 511)
_STATUSES = frozenset(
    (*range(100, 104), *range(200, 209), 226, *range(300, 306), 307, 308, *_CLIENT_ERRORS, *_SERVER_ERRORS)
)
"""The HTTP statuses that Go has a text for."""


def retries(policy: Content, path: FieldPath) -> Iterator[Violation]:
    attempts = policy.get("attempts", 0)
    if attempts < 0:
        yield error("retries.attempts", (*path, "attempts"))
    if attempts == 0 and ("perTryTimeout" in policy or policy.get("retryOn") or "retryRemoteLocalities" in policy):
        yield error("retries.disabled", path)
    for field in ("perTryTimeout", "backoff"):
        if (length := policy.get(field)) is not None:
            yield from duration(length, (*path, field))
    for condition in policy["retryOn"].split(",") if policy.get("retryOn") else ():
        if condition not in _CONDITIONS and go_integer(condition) not in _STATUSES:
            yield error("retries.condition", (*path, "retryOn"), condition=condition)
