"""The ends a call can come to."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from snippet_check.envoy import (
    Cluster,
    CorsPolicy,
    DirectResponse,
    Endpoint,
    Fault,
    FaultAbort,
    Filter,
    FilterChain,
    FilterChainMatch,
    HeaderMatcher,
    HttpConnectionManager,
    Listener,
    ListenerFilter,
    LocalityEndpoints,
    PathMatcher,
    Redirect,
    Route,
    RouteAction,
    RouteConfiguration,
    RouteMatch,
    Snapshot,
    StringMatcher,
    TcpProxy,
    TlsContext,
    VirtualHost,
    WeightedCluster,
)
from snippet_check.simulate import Call, Disposition, simulate
from snippet_check.simulate.inspectors import HTTP_INSPECTOR, TLS_INSPECTOR

ENDPOINTS = (LocalityEndpoints("", (Endpoint("10.1.1.1", 80),)),)


Action: TypeAlias = DirectResponse | Redirect | RouteAction


def cluster(name: str) -> Cluster:
    return Cluster(name, endpoints=ENDPOINTS)


def to(*clusters: WeightedCluster) -> Route:
    return Route(RouteMatch(), RouteAction(clusters))


def snapshot(*routes: Route, clusters: tuple[Cluster, ...] = (cluster("a"), cluster("b"))) -> Snapshot:
    """One listener on port 80, with one virtual host that has these routes."""
    manager = HttpConnectionManager(route_config_name="80")
    chain = FilterChain((Filter("hcm", manager),))
    host = VirtualHost("a.com:80", ("a.com",), routes)
    return Snapshot(
        "p", (Listener("0.0.0.0_80", "0.0.0.0", 80, (chain,)),), (RouteConfiguration("80", (host,)),), clusters
    )


def disposition(configuration: Snapshot, **call: object) -> tuple[str, int | None]:
    result = simulate(configuration, Call(**{"authority": "a.com", **call}))  # type: ignore[arg-type]
    return result.disposition.value, result.status


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(1, 100)), min_size=1, max_size=5))
def test_shares_are_weights_over_their_sum_and_clusters_that_come_twice_are_one(weights: list[tuple[str, int]]) -> None:
    clusters = tuple(WeightedCluster(name, weight) for name, weight in weights)
    result = simulate(snapshot(to(*clusters)), Call(authority="a.com"))
    total = sum(weight for _, weight in weights)
    expected = {name: 100 * sum(w for n, w in weights if n == name) / total for name, _ in weights}
    assert {one.cluster_name: pytest.approx(one.share) for one in result.destinations} == expected
    assert sum(one.share for one in result.destinations) == pytest.approx(100)


def test_the_first_route_that_fits_counts() -> None:
    prefix = Route(RouteMatch(PathMatcher("prefix", "/a")), DirectResponse(201))
    configuration = snapshot(prefix, Route(RouteMatch(), DirectResponse(202)), Route(RouteMatch(), DirectResponse(203)))
    assert disposition(configuration, path="/ab") == ("DIRECT_RESPONSE", 201)
    assert disposition(configuration, path="/b") == ("DIRECT_RESPONSE", 202)


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ({}, ("FORWARDED", None)),
        ({"port": 81}, ("NO_LISTENER", None)),
        ({"authority": "b.com"}, ("NO_VIRTUAL_HOST", 404)),
        ({"protocol": "tcp"}, ("PROTOCOL_ERROR", None)),
        ({"tls": "tls"}, ("PROTOCOL_ERROR", None)),
        ({"path": "/a%00"}, ("PROTOCOL_ERROR", 400)),
    ],
)
def test_a_call_ends_where_it_does_not_fit(call: dict[str, object], expected: tuple[str, int | None]) -> None:
    assert disposition(snapshot(to(WeightedCluster("a"))), **call) == expected


@pytest.mark.parametrize(
    ("route", "expected"),
    [
        (to(WeightedCluster("missing")), ("NO_CLUSTER", 503)),
        (
            Route(RouteMatch(), RouteAction((WeightedCluster("missing"),), cluster_not_found_response_code=500)),
            ("NO_CLUSTER", 500),
        ),
        (to(WeightedCluster("missing"), WeightedCluster("a")), ("FORWARDED", None)),
        (to(WeightedCluster("empty")), ("NO_HEALTHY_UPSTREAM", 503)),
        (to(WeightedCluster("PassthroughCluster")), ("PASSTHROUGH", None)),
        (Route(RouteMatch(PathMatcher("path", "/x")), DirectResponse(200)), ("NO_ROUTE", 404)),
    ],
)
def test_what_a_route_leads_to(route: Route, expected: tuple[str, int | None]) -> None:
    passthrough = Cluster("PassthroughCluster", type="ORIGINAL_DST")
    assert disposition(snapshot(route, clusters=(cluster("a"), Cluster("empty"), passthrough))) == expected


def test_a_fault_for_every_call_ends_it_and_one_for_some_does_not() -> None:
    route = to(WeightedCluster("a"))
    always = replace(route, fault=Fault(abort=FaultAbort(100, http_status=555)))
    sometimes = replace(route, fault=Fault(abort=FaultAbort(50, http_status=555)))
    assert disposition(snapshot(always)) == ("FAULT_ABORTED", 555)
    assert disposition(snapshot(sometimes)) == ("FORWARDED", None)


def test_the_proxy_answers_a_preflight_from_an_allowed_origin_only() -> None:
    policy = CorsPolicy(allow_origins=(StringMatcher("exact", "https://a.com"),))
    configuration = snapshot(replace(to(WeightedCluster("a")), cors=policy))
    headers = (("Access-Control-Request-Method", "PUT"),)
    allowed = {"method": "OPTIONS", "headers": (("Origin", "https://a.com"), *headers)}
    other = {"method": "OPTIONS", "headers": (("Origin", "https://b.com"), *headers)}
    assert disposition(configuration, **allowed) == ("DIRECT_RESPONSE", 200)
    assert disposition(configuration, **other) == ("FORWARDED", None)
    assert disposition(configuration, **{**allowed, "method": "GET"}) == ("FORWARDED", None)


def test_an_origin_matcher_that_takes_an_asterisk_takes_every_origin() -> None:
    preflight = (("Origin", "https://b.com"), ("Access-Control-Request-Method", "PUT"))
    for matcher, ends in (
        (StringMatcher("exact", "*"), "DIRECT_RESPONSE"),
        (StringMatcher("prefix", ""), "DIRECT_RESPONSE"),
        (StringMatcher("prefix", "https://a"), "FORWARDED"),
    ):
        configuration = snapshot(replace(to(WeightedCluster("a")), cors=CorsPolicy(allow_origins=(matcher,))))
        assert disposition(configuration, method="OPTIONS", headers=preflight)[0] == ends


@pytest.mark.parametrize("action", [DirectResponse(404), Redirect(path="/x"), RouteAction((WeightedCluster("a"),))])
def test_a_fault_comes_before_whatever_the_route_does_and_cors_before_forwarding_only(action: Action) -> None:
    policy = CorsPolicy(allow_origins=(StringMatcher("exact", "*"),))
    headers = (("Origin", "https://b.com"), ("Access-Control-Request-Method", "PUT"))
    route = Route(RouteMatch(), action, cors=policy)
    aborting = replace(route, fault=Fault(abort=FaultAbort(100, http_status=418)))
    assert disposition(snapshot(aborting), method="OPTIONS", headers=headers) == ("FAULT_ABORTED", 418)
    answered = disposition(snapshot(route), method="OPTIONS", headers=headers) == ("DIRECT_RESPONSE", 200)
    assert answered == isinstance(action, RouteAction)


def test_grpc_gets_200_from_the_proxy() -> None:
    configuration = snapshot(Route(RouteMatch(), DirectResponse(404)))
    for content_type, status in (
        ("application/grpc", 200),
        ("application/grpc+json", 200),
        ("application/grpc-web", 404),
    ):
        call = Call(authority="a.com", headers=(("Content-Type", content_type),))
        assert simulate(configuration, call).status_on_the_wire == status


def test_blanks_around_a_header_do_not_count() -> None:
    match = RouteMatch(headers=(HeaderMatcher("x", StringMatcher("exact", "a,b")),))
    configuration = snapshot(Route(match, DirectResponse(200)))
    assert disposition(configuration, headers=(("X", " a\t"), ("x", "b ")))[1] == 200


def test_a_virtual_host_that_requires_tls_redirects_plain_requests() -> None:
    configuration = snapshot(to(WeightedCluster("a")))
    host = replace(configuration.routes[0].virtual_hosts[0], require_tls=True)
    result = simulate(
        replace(configuration, routes=(RouteConfiguration("80", (host,)),)), Call(authority="a.com:80", path="/x")
    )
    assert (result.disposition, result.status, result.location) == (Disposition.REDIRECTED, 301, "https://a.com:80/x")


def test_intercepted_calls_stay_at_the_virtual_listeners_unless_a_listener_has_their_address() -> None:
    tcp = FilterChain((Filter("tcp", TcpProxy((WeightedCluster("a"),))),))
    listeners = tuple(
        Listener(name, address, port, (tcp,))
        for name, address, port in (
            ("virtualOutbound", "0.0.0.0", 15001),
            ("virtualInbound", "0.0.0.0", 15006),
            ("wildcard", "0.0.0.0", 80),
            ("own", "10.0.0.1", 80),
        )
    )
    configuration = Snapshot("p", listeners, (), (cluster("a"),))

    def reached(**call: object) -> str:
        listener = simulate(configuration, Call(protocol="tcp", **call)).listener  # type: ignore[arg-type]
        return listener.name if listener else ""

    assert reached(address="10.0.0.1", port=80) == "own"
    assert reached(address="10.0.0.2", port=80) == "wildcard"
    assert reached(address="10.0.0.2", port=81) == "virtualOutbound"
    assert reached(address="10.0.0.1", port=80, mode="inbound") == "virtualInbound"


def test_a_listener_whose_filter_chains_overlap_is_not_there() -> None:
    tcp = FilterChain((Filter("tcp", TcpProxy((WeightedCluster("a"),))),))
    listeners = (
        Listener("virtualOutbound", "0.0.0.0", 15001, (tcp,)),
        Listener("torn", "10.0.0.1", 80, (tcp, tcp)),
        Listener("whole", "0.0.0.0", 80, (tcp,)),
    )

    def reached(configuration: Snapshot) -> str:
        listener = simulate(configuration, Call(protocol="tcp", address="10.0.0.1")).listener
        return listener.name if listener else ""

    assert reached(Snapshot("p", listeners, (), (cluster("a"),))) == "whole"
    assert reached(Snapshot("p", listeners[:2], (), (cluster("a"),))) == "virtualOutbound"


def test_nobody_sees_sni_and_protocols_without_an_inspector_that_looks_at_the_port() -> None:
    tls = FilterChain((Filter("tcp", TcpProxy((WeightedCluster("a"),))),), FilterChainMatch(server_names=("a.com",)))
    http = FilterChain(
        (Filter("tcp", TcpProxy((WeightedCluster("b"),))),), FilterChainMatch(application_protocols=("http/1.1",))
    )

    def taken(call: Call, *filters: ListenerFilter) -> str:
        listener = Listener("l", "0.0.0.0", 80, (tls, http), listener_filters=filters)
        result = simulate(Snapshot("p", (listener,), (), (cluster("a"), cluster("b"))), call)
        return "".join(one.cluster_name for one in result.destinations)

    secure, plain = Call(protocol="tcp", tls="tls", server_name="A.com"), Call()
    assert taken(secure, ListenerFilter(TLS_INSPECTOR)) == "a"
    assert taken(secure, ListenerFilter(TLS_INSPECTOR, ((80, 80),))) == ""
    assert taken(plain, ListenerFilter(HTTP_INSPECTOR)) == "b"
    assert taken(plain, ListenerFilter(HTTP_INSPECTOR, ((1, 79), (81, 65535)))) == "b"
    assert taken(plain) == ""


@pytest.mark.parametrize(
    ("context", "tls", "expected"),
    [
        (TlsContext("SIMPLE"), "plaintext", "TLS_ERROR"),
        (TlsContext("SIMPLE"), "tls", "FORWARDED"),
        (TlsContext("MUTUAL", require_client_certificate=True), "tls", "TLS_ERROR"),
        (TlsContext("MUTUAL", require_client_certificate=True), "mtls", "FORWARDED"),
    ],
)
def test_a_handshake_fails_without_what_the_chain_asks_for(context: TlsContext, tls: str, expected: str) -> None:
    configuration = snapshot(to(WeightedCluster("a")))
    listener = configuration.listeners[0]
    secured = replace(listener, filter_chains=(replace(listener.filter_chains[0], tls=context),))
    assert disposition(replace(configuration, listeners=(secured,)), tls=tls)[0] == expected
