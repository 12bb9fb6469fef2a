"""What reaches the client when upstreams answer as a script says."""

from __future__ import annotations

import pytest

from snippet_check.envoy import (
    Cluster,
    Endpoint,
    Fault,
    FaultAbort,
    LocalityEndpoints,
    RetryPolicy,
    Route,
    RouteAction,
    RouteMatch,
    WeightedCluster,
)
from snippet_check.simulate import Call, Destination, Disposition, Result
from snippet_check.simulate.attempts import Answer, client_status, script_of

NAME = "outbound|80|v1|a.default.svc.cluster.local"
ENDPOINTS = (LocalityEndpoints("", (Endpoint("10.1.1.1", 80, "a-v1.default"),)),)
ON_5XX = RetryPolicy(2, ("5xx",))
ON_503 = RetryPolicy(2, ("retriable-status-codes",), retriable_status_codes=(503,))


def status(
    script: list[Answer], policy: RetryPolicy | None = None, timeout: float = 0.0, name: str = "v1"
) -> int | None:
    cluster = Cluster(NAME, endpoints=ENDPOINTS)
    route = Route(RouteMatch(), RouteAction((WeightedCluster(NAME),), timeout, policy))
    destination = Destination(NAME, 100, 100.0, cluster)
    result = Result(Call(), Disposition.FORWARDED, None, (destination,), route=route)
    return client_status(result, lambda one: script_of(one, {name: script}))


@pytest.mark.parametrize(
    ("policy", "script", "expected"),
    [
        (None, [Answer(503), Answer(200)], 503),
        (ON_5XX, [Answer(503), Answer(503), Answer(200)], 200),
        (ON_5XX, [Answer(503)], 503),
        (ON_5XX, [Answer(404), Answer(200)], 404),
        (ON_503, [Answer(503), Answer(500), Answer(200)], 500),
    ],
)
def test_an_answer_is_retried_while_the_policy_says_so(
    policy: RetryPolicy | None, script: list[Answer], expected: int
) -> None:
    assert status(script, policy) == expected


@pytest.mark.parametrize(
    ("other", "abort", "expected"),
    [
        (Cluster("b", endpoints=ENDPOINTS), 0.0, 200),
        (Cluster("b", endpoints=ENDPOINTS), 50.0, None),
        (Cluster("b"), 0.0, None),
        (None, 0.0, None),
    ],
)
def test_there_is_no_one_status_where_chance_decides(other: Cluster | None, abort: float, expected: int | None) -> None:
    action = RouteAction((WeightedCluster("a", 50), WeightedCluster("b", 50)))
    route = Route(RouteMatch(), action, fault=Fault(abort=FaultAbort(abort, http_status=418)))
    ends = (Destination("a", 50, 50.0, Cluster("a", endpoints=ENDPOINTS)), Destination("b", 50, 50.0, other))
    result = Result(Call(), Disposition.FORWARDED, None, ends, route=route)
    assert client_status(result, lambda one: (Answer(),)) == expected


def test_the_timeout_counts_over_all_tries_and_the_per_try_timeout_over_each() -> None:
    slow = [Answer(200, delay=2.0)]
    assert status(slow, timeout=1.0) == 504
    assert status(slow, timeout=3.0) == 200
    per_try = RetryPolicy(1, ("5xx",), per_try_timeout=1.0)
    assert status([Answer(200, 2.0), Answer(200)], per_try, timeout=3.0) == 200
    assert status([Answer(200, 2.0)], per_try, timeout=1.5) == 504


@pytest.mark.parametrize(
    ("condition", "expected"), [("reset", 200), ("gateway-error", 200), ("retriable-status-codes", 504)]
)
def test_a_try_given_up_is_a_reset_stream_and_no_answer(condition: str, expected: int) -> None:
    policy = RetryPolicy(1, (condition,), per_try_timeout=1.0, retriable_status_codes=(504,))
    assert status([Answer(200, 2.0), Answer(200)], policy) == expected


@pytest.mark.parametrize("name", ["v1", "v1.a.default", NAME, "a-v1.default", "a-v1"])
def test_a_script_is_for_a_subset_a_destination_or_a_workload(name: str) -> None:
    assert status([Answer(418)], name=name) == 418


def test_a_destination_without_a_script_answers_200() -> None:
    assert status([Answer(418)], name="other") == 200
