"""What as_json writes, from_json reads."""

from __future__ import annotations

from dataclasses import replace

import pytest

from snippet_check.envoy import (
    CircuitBreakers,
    Cluster,
    CorsPolicy,
    DirectResponse,
    Endpoint,
    Fault,
    FaultAbort,
    FaultDelay,
    Filter,
    HashPolicy,
    HeaderMatcher,
    HeaderMutations,
    ListenerFilter,
    LocalityEndpoints,
    OutlierDetection,
    PathMatcher,
    QueryParameterMatcher,
    Redirect,
    RequestMirrorPolicy,
    RetryPolicy,
    Rewrite,
    Route,
    RouteAction,
    RouteMatch,
    SlowStart,
    StringMatcher,
    TcpKeepalive,
    TcpProxy,
    TransportSocket,
    WeightedCluster,
    from_json,
)
from snippet_check.envoy.as_json.cluster import cluster_as_json
from snippet_check.envoy.as_json.endpoint import load_assignment_as_json
from snippet_check.envoy.as_json.listener import filter_as_json, listener_filter_as_json
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
            HashPolicy(cookie=("c", "", 3.0), cookie_attributes=(("SameSite", "Strict"), ("Secure", ""))),
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


OTHERS = (LocalityEndpoints("", (Endpoint("10.0.0.2", 90),), load_balancing_weight=1),)
CLUSTERS = [
    Cluster(
        "one",
        connect_timeout=1.5,
        circuit_breakers=CircuitBreakers(1, 2, 3, 4, (12.5, 6)),
        max_requests_per_connection=5,
        max_concurrent_streams=6,
        max_connection_duration=7.0,
        idle_timeout=8.0,
        tcp_keepalive=TcpKeepalive(1, 2, 3),
        outlier_detection=OutlierDetection(0, 1, True, 2, 3.0, 4.0, 5),
        slow_start=SlowStart(30.0, 1.5, 25.0),
        healthy_panic_threshold=0.0,
        locality_weighted=True,
        http2=True,
    ),
    Cluster("two", lb_policy="ROUND_ROBIN", slow_start=SlowStart(1.0), use_downstream_protocol=True),
    Cluster("three", lb_policy="RING_HASH", ring_hash_minimum_ring_size=1024, healthy_panic_threshold=12.5),
    Cluster("four", lb_policy="MAGLEV", maglev_table_size=101, tcp_keepalive=TcpKeepalive()),
    Cluster("five", type="ORIGINAL_DST", lb_policy="CLUSTER_PROVIDED", upstream_port_override=8443),
]


@pytest.mark.parametrize("cluster", CLUSTERS)
def test_clusters(cluster: Cluster) -> None:
    assert replace(from_json.cluster(cluster_as_json(cluster), ()), patched=None) == cluster


def test_tls_behind_a_proxy_header() -> None:
    cluster = Cluster("one", tls=TransportSocket("mutual", "api", certificate="default"), proxy_protocol="V2")
    read = from_json.cluster(cluster_as_json(cluster), ())
    assert (read.tls.mode, read.tls.sni) == ("mutual", "api")


def test_of_a_cluster_that_goes_on_to_be_told_its_endpoints_what_is_written_in_it_does_not_count() -> None:
    written = {"load_assignment": load_assignment_as_json(Cluster("x", endpoints=OTHERS))}
    discovered = Cluster("one", endpoints=(LocalityEndpoints("", (Endpoint("10.0.0.1", 80),)),))
    content = cluster_as_json(discovered) | written
    assert from_json.cluster(content, (), discovered).endpoints == discovered.endpoints
    assert from_json.cluster(content | {"type": "STATIC"}, (), discovered).endpoints == OTHERS


def test_endpoints() -> None:
    endpoints = (Endpoint("10.0.0.1", 80, tls_mode="istio", health_status="DRAINING", weight=3), Endpoint("/a/b", 0))
    cluster = Cluster("one", type="STATIC", endpoints=(LocalityEndpoints("r/z", endpoints, 1, 4),))
    assert from_json.cluster(cluster_as_json(cluster), ()).endpoints == cluster.endpoints


def test_a_listener_filter_that_looks_at_some_ports_alone() -> None:
    inspector = ListenerFilter("envoy.filters.listener.tls_inspector", ((80, 80), (90, 99)), disabled_elsewhere=True)
    read = from_json.listener_filter(listener_filter_as_json(inspector))
    assert [read.is_disabled(port) for port in (79, 80, 95, 100)] == [True, False, False, True]
    assert replace(read, patched=None) == inspector


def test_a_tcp_proxy_through_a_tunnel() -> None:
    proxy = TcpProxy(ONE, "one", idle_timeout=1.0, max_downstream_connection_duration=2.0, tunnel_host="proxy:1")
    read = from_json.network_filter(filter_as_json(Filter("envoy.filters.network.tcp_proxy", proxy)), ())
    assert read.config == replace(proxy, clusters=(WeightedCluster("one", 100),))
