"""What as_json writes, from_json reads."""

from __future__ import annotations

import pytest

from snippet_check.envoy import (
    CorsPolicy,
    DirectResponse,
    Fault,
    FaultAbort,
    FaultDelay,
    HashPolicy,
    HeaderMatcher,
    HeaderMutations,
    PathMatcher,
    QueryParameterMatcher,
    Redirect,
    RequestMirrorPolicy,
    RetryPolicy,
    Rewrite,
    Route,
    RouteAction,
    RouteMatch,
    StringMatcher,
    WeightedCluster,
    from_json,
)
from snippet_check.envoy.as_json.route import route_as_json

ONE = (WeightedCluster("one"),)
TWO = (WeightedCluster("one", 30, HeaderMutations(set=(("a", "b"),))), WeightedCluster("two", 70))
ACTIONS = [
    RouteAction(ONE, None),
    RouteAction(TWO, 3.5, max_grpc_timeout=3.5),
    RouteAction(ONE, retry_policy=RetryPolicy(0, ("5xx",), 1.0, (503,), 5, 0.025, True, True)),
    RouteAction(ONE, retry_policy=RetryPolicy(2, (), host_selection_retry_max_attempts=0)),
    RouteAction(ONE, rewrite=Rewrite(prefix_rewrite="/x", host_rewrite_literal="h")),
    RouteAction(ONE, rewrite=Rewrite(path_rewrite="/x", auto_host_rewrite=True)),
    RouteAction(ONE, rewrite=Rewrite(regex_rewrite=("/a(.*)", "\\1"))),
    RouteAction(ONE, request_mirror_policies=(RequestMirrorPolicy("m", 12.5),), cluster_not_found_response_code=500),
    RouteAction(
        ONE,
        hash_policy=(
            HashPolicy(header="h"),
            HashPolicy(cookie=("c", "/", None)),
            HashPolicy(source_ip=True),
            HashPolicy(query_parameter="q"),
        ),
    ),
    Redirect(308, "https", False, "host", 8443, "/path"),
    Redirect(prefix_rewrite="", https_redirect=True),
    Redirect(regex_rewrite=("a", "b")),
    DirectResponse(418, "teapot"),
]
MATCHES = [
    RouteMatch(PathMatcher("path", "/a", False)),
    RouteMatch(PathMatcher("safe_regex", "/a.*")),
    RouteMatch(PathMatcher("path_separated_prefix", "/a")),
    RouteMatch(PathMatcher("path_template", "/{a}/**")),
    RouteMatch(
        headers=(
            HeaderMatcher("present"),
            HeaderMatcher("absent", None, True),
            HeaderMatcher("other", StringMatcher("suffix", "x", True), True, True),
        ),
        query_parameters=(QueryParameterMatcher("q"), QueryParameterMatcher("r", StringMatcher("contains", "x"))),
        dynamic_metadata=((("sub",), StringMatcher("prefix", "a"), True),),
    ),
]


@pytest.mark.parametrize("action", ACTIONS)
def test_actions(action: RouteAction | Redirect | DirectResponse) -> None:
    assert from_json.route(route_as_json(Route(RouteMatch(), action)), ()).action == action


@pytest.mark.parametrize("match", MATCHES)
def test_matches(match: RouteMatch) -> None:
    assert from_json.route(route_as_json(Route(match, DirectResponse(200))), ()).match == match


def test_filters_of_a_route() -> None:
    fault = Fault(FaultDelay(2.0, 50.0), FaultAbort(0.1, grpc_status=14))
    cors = CorsPolicy((StringMatcher("exact", "*"),), "GET", max_age="60", allow_credentials=False)
    read = from_json.route(route_as_json(Route(RouteMatch(), DirectResponse(200), fault=fault, cors=cors)), ())
    assert (read.fault, read.cors) == (fault, cors)
