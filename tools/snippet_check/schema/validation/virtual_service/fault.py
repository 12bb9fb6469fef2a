"""Faults that are injected. Source: Istio pkg/config/validation (validateHTTPFaultInjection)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from snippet_check.resource import Content, FieldPath
from snippet_check.schema.validation.rules.durations import duration
from snippet_check.schema.validation.rules.numbers import int32
from snippet_check.schema.validation.violation import Violation, error

_GRPC_STATUSES = """OK CANCELLED UNKNOWN INVALID_ARGUMENT DEADLINE_EXCEEDED NOT_FOUND ALREADY_EXISTS PERMISSION_DENIED
RESOURCE_EXHAUSTED FAILED_PRECONDITION ABORTED OUT_OF_RANGE UNIMPLEMENTED INTERNAL UNAVAILABLE DATA_LOSS
UNAUTHENTICATED"""


def fault(content: Content, path: FieldPath) -> Iterator[Violation]:
    abort, delay = content.get("abort"), content.get("delay")
    if abort is None and delay is None:
        yield error("fault.empty", path)
    if abort is not None:
        yield from _abort(abort, (*path, "abort"))
    if delay is not None:
        yield from _delay(delay, (*path, "delay"))


def http_status(status: int, path: FieldPath) -> Iterable[Violation]:
    """Also the status of a direct response. 600 passes."""
    status = int32(status)
    return () if 200 <= status <= 600 else (error("fault.http_status", path, status=status),)


def _abort(abort: Content, path: FieldPath) -> Iterator[Violation]:
    yield from _percentage(abort, path)
    if (status := abort.get("grpcStatus")) is not None and status not in _GRPC_STATUSES.split():
        yield error("fault.grpc_status", (*path, "grpcStatus"), status=status)
    if abort.get("http2Error") is not None:
        yield error("fault.http2_error", (*path, "http2Error"))
    if (code := abort.get("httpStatus")) is not None:
        yield from http_status(code, (*path, "httpStatus"))


def _delay(delay: Content, path: FieldPath) -> Iterator[Violation]:
    yield from _percentage(delay, path)
    for field in ("fixedDelay", "exponentialDelay"):
        if (length := delay.get(field)) is not None:
            yield from duration(length, (*path, field))
    if "exponentialDelay" in delay:
        yield error("fault.exponential_delay", (*path, "exponentialDelay"))


def _percentage(content: Content, path: FieldPath) -> Iterator[Violation]:
    value = float(content.get("percentage", {}).get("value", 0))
    if value < 0 or value > 100 or 0 < value < 0.0001:
        yield error("fault.percentage", (*path, "percentage", "value"), value=value)
