"""Faults that a rule injects.

Source: Istio 1.30 pilot/pkg/networking/core/route/route.go (TranslateFault) and pkg/util/grpc.
"""

from __future__ import annotations

from snippet_check.envoy import Fault, FaultAbort, FaultDelay
from snippet_check.mesh.content import number
from snippet_check.mesh.virtual_service import percentage
from snippet_check.resource import Content
from snippet_check.translate.durations import seconds
from snippet_check.translate.routes.percentages import in_millionths

_GRPC_STATUSES = (
    "OK",
    "CANCELLED",
    "UNKNOWN",
    "INVALID_ARGUMENT",
    "DEADLINE_EXCEEDED",
    "NOT_FOUND",
    "ALREADY_EXISTS",
    "PERMISSION_DENIED",
    "RESOURCE_EXHAUSTED",
    "FAILED_PRECONDITION",
    "ABORTED",
    "OUT_OF_RANGE",
    "UNIMPLEMENTED",
    "INTERNAL",
    "UNAVAILABLE",
    "DATA_LOSS",
    "UNAUTHENTICATED",
)
"""Their places are their numbers."""


def fault(injection: Content) -> Fault | None:
    """The fault of an HTTPFaultInjection; None where it asks for nothing that Envoy can do."""
    delay, abort = _delay(injection.get("delay")), _abort(injection.get("abort"))
    return Fault(delay, abort) if delay or abort else None


def _delay(content: object) -> FaultDelay | None:
    fixed = seconds(content, "fixedDelay")
    if not isinstance(content, dict) or fixed is None:
        return None
    share = percentage(content, "percentage")
    return FaultDelay(fixed, float(number(content, "percent")) if share is None else in_millionths(share))


def _abort(content: object) -> FaultAbort | None:
    if not isinstance(content, dict):
        return None
    share = in_millionths(percentage(content, "percentage") or 0.0)
    if content.get("httpStatus") is not None:
        return FaultAbort(share, http_status=number(content, "httpStatus"))
    status = content.get("grpcStatus")
    return FaultAbort(share, grpc_status=_GRPC_STATUSES.index(status)) if status in _GRPC_STATUSES else None
