"""The status a client gets when the upstreams answer as a script says: one request, with its retries and its timeout.

Source: envoy.config.route.v3.RetryPolicy (retry_on), RouteAction.timeout.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from snippet_check.envoy import RetryPolicy, RouteAction
from snippet_check.simulate.result import Destination, Mirror, Result, can_be_reached, preferred_endpoints

TIMED_OUT = 504
_UNAVAILABLE = 503
_GATEWAY_ERRORS = frozenset((502, 503, 504))
_ON_RESET = frozenset(("5xx", "gateway-error", "reset"))


class Answer(NamedTuple):
    """What an upstream says to one request: a status, after a delay in seconds."""

    status: int = 200
    delay: float = 0.0


Scripts = Mapping[str, Sequence[Answer]]
"""The answers of destinations by name; the last one is repeated. A destination without a script answers 200."""


def client_status(result: Result, answers: Callable[[Destination], Sequence[Answer]]) -> int | None:
    """The status that reaches the client; None for what is no HTTP, or where it depends on chance.

    `answers` says what each destination answers, try by try; () where nobody knows.
    """
    if not result.is_sent_on:
        return result.status_on_the_wire
    if result.route is None or not isinstance(result.route.action, RouteAction):
        return None
    action, fault = result.route.action, result.route.fault
    statuses = {_status_by(one, result, action, answers) for one in result.destinations}
    if fault and fault.abort and fault.abort.percent > 0:
        statuses.add(result.on_the_wire(fault.abort.http_status or 200))
    return statuses.pop() if len(statuses) == 1 else None


def _status_by(
    one: Destination, result: Result, action: RouteAction, answers: Callable[[Destination], Sequence[Answer]]
) -> int | None:
    """What the client gets where a request goes to this destination: the proxy's own status if nobody is there."""
    if one.cluster is None:
        return result.on_the_wire(action.cluster_not_found_response_code)
    if not can_be_reached(one.cluster):
        return result.on_the_wire(_UNAVAILABLE)
    script = answers(one)
    return _status(action, script) if script else None


def script_of(one: Destination | Mirror, scripts: Scripts) -> Sequence[Answer]:
    """The answers of a destination or mirror: scripted by its name, its subset's or a workload's."""
    endpoints = preferred_endpoints(one.cluster) if one.cluster else ()
    workloads = {endpoint.workload for endpoint in endpoints}
    subset = one.cluster_name.split("|")[2:3]
    known = {*one.names, *workloads, *(workload.partition(".")[0] for workload in workloads), *subset}
    return next((script for name, script in scripts.items() if name in known and script), (Answer(),))


def _status(action: RouteAction, script: Sequence[Answer]) -> int:
    policy = action.retry_policy
    tries = 1 + (policy.num_retries if policy else 0)
    waited, answer = 0.0, script[0]
    for attempt in range(tries):
        answer = script[min(attempt, len(script) - 1)]
        limit = policy.per_try_timeout if policy else None
        given_up = bool(limit and answer.delay > limit)
        answer = Answer(TIMED_OUT, limit) if limit and given_up else answer
        waited += answer.delay
        if action.timeout and waited > action.timeout:
            return TIMED_OUT
        if policy is None or not _is_retried(answer.status, given_up, policy):
            break
    return answer.status


def _is_retried(status: int, given_up: bool, policy: RetryPolicy) -> bool:
    """Whether an answer is tried again; a try given up after the per-try timeout has no answer: its stream is reset."""
    conditions = policy.retry_on
    if given_up:
        return not _ON_RESET.isdisjoint(conditions)
    return (
        (status >= 500 and "5xx" in conditions)
        or (status in _GATEWAY_ERRORS and "gateway-error" in conditions)
        or (status == 409 and "retriable-4xx" in conditions)
        or (status in policy.retriable_status_codes and "retriable-status-codes" in conditions)
    )
