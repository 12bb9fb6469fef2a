"""One call through one proxy's configuration: listener, filter chain, virtual host, route, cluster."""

from __future__ import annotations

from collections.abc import Iterable

from snippet_check.envoy import (
    DirectResponse,
    FilterChain,
    HttpConnectionManager,
    Redirect,
    RequestMirrorPolicy,
    Route,
    RouteAction,
    Snapshot,
    TcpProxy,
    TlsContext,
    VirtualHost,
    WeightedCluster,
)
from snippet_check.simulate.call import Call
from snippet_check.simulate.cors import answers_preflight
from snippet_check.simulate.index import SnapshotIndex, index_of
from snippet_check.simulate.inspectors import inspect
from snippet_check.simulate.matchers import mismatch
from snippet_check.simulate.paths import PathVerdict, normalize
from snippet_check.simulate.request import Request, read_request
from snippet_check.simulate.result import Destination, Disposition, Mirror, Result, can_be_reached
from snippet_check.simulate.upstream import location, tls_redirect_location, upstream_path

PASSTHROUGH_CLUSTERS = frozenset(("PassthroughCluster", "InboundPassthroughCluster"))
BLACK_HOLE_CLUSTER = "BlackHoleCluster"
BLOCK_ALL = "block_all"
"""The virtual host that stands for BlackHoleCluster where HTTP is understood."""


def simulate(snapshot: Snapshot, call: Call, missing_secrets: frozenset[str] = frozenset()) -> Result:
    """What Envoy, configured by the snapshot, does with the call, where SDS does not bring it the missing secrets."""
    index = index_of(snapshot)
    listener = index.listener(call)
    if listener is None:
        return Result(call, Disposition.NO_LISTENER)
    connection = inspect(listener, call)
    chain = index.filter_chains(listener).find(connection)
    result = Result(call, Disposition.NO_FILTER_CHAIN, listener=listener, connection=connection, filter_chain=chain)
    if chain is None:
        return result
    if chain.tls is not None:
        missing = next((one for one in chain.tls.secrets if one in missing_secrets), "")
        if missing or _handshake_fails(chain.tls, call):
            return result._replace(disposition=Disposition.TLS_ERROR, missing_secret=missing)
    return _through_chain(index, result, chain)


def _through_chain(index: SnapshotIndex, result: Result, chain: FilterChain) -> Result:
    call = result.call
    config = next((filter.config for filter in chain.filters if filter.config is not None), None)
    if isinstance(config, TcpProxy):
        return _forwarded(index, result, config.clusters, ())
    if config is None or not call.is_http or (call.tls != "plaintext" and chain.tls is None):
        return result._replace(disposition=Disposition.PROTOCOL_ERROR)
    return _through_manager(index, result, config, "https" if chain.tls else "http")


def _handshake_fails(tls: TlsContext, call: Call) -> bool:
    return call.tls == "plaintext" or (tls.require_client_certificate and call.tls != "mtls")


def _through_manager(index: SnapshotIndex, result: Result, manager: HttpConnectionManager, scheme: str) -> Result:
    path, verdict = normalize(result.call.path, manager)
    request = read_request(result.call, path, result.call.scheme or scheme)
    if verdict is PathVerdict.REJECT:
        return result._replace(disposition=Disposition.PROTOCOL_ERROR, status=400, request=request)
    if verdict is PathVerdict.REDIRECT:
        return result._replace(disposition=Disposition.REDIRECTED, status=307, request=request, location=path)
    routes = index.route_configuration(manager)
    virtual_host = index.virtual_hosts(routes).find(request.authority) if routes else None
    result = result._replace(request=request, route_configuration=routes, virtual_host=virtual_host)
    if virtual_host is None:
        return result._replace(disposition=Disposition.NO_VIRTUAL_HOST, status=404)
    if virtual_host.require_tls and request.scheme != "https":
        place = tls_redirect_location(request)
        return result._replace(disposition=Disposition.REDIRECTED, status=301, location=place)
    route = first_match(virtual_host, request, result.call)
    if route is None:
        return result._replace(disposition=Disposition.NO_ROUTE, status=404)
    routed = _through_route(index, result._replace(route=route), request, virtual_host, route)
    return _before_router(routed, request, route)


def first_match(virtual_host: VirtualHost, request: Request, call: Call) -> Route | None:
    """The first route of a virtual host whose every condition the request meets."""
    return next((route for route in virtual_host.routes if mismatch(route.match, request, call) is None), None)


def _through_route(
    index: SnapshotIndex, result: Result, request: Request, virtual_host: VirtualHost, route: Route
) -> Result:
    action = route.action
    if isinstance(action, Redirect):
        place = location(request, route, action)
        return result._replace(disposition=Disposition.REDIRECTED, status=action.response_code, location=place)
    if isinstance(action, DirectResponse):
        disposition = Disposition.BLACKHOLE if virtual_host.name == BLOCK_ALL else Disposition.DIRECT_RESPONSE
        return result._replace(disposition=disposition, status=action.status)
    return _to_upstream(index, result, request, route, action)


def _to_upstream(index: SnapshotIndex, result: Result, request: Request, route: Route, action: RouteAction) -> Result:
    result = result._replace(
        upstream_path=upstream_path(request, route.match, action.rewrite),
        upstream_authority=action.rewrite.host_rewrite_literal or request.authority,
    )
    result = _forwarded(index, result, action.clusters, action.request_mirror_policies)
    if result.disposition is Disposition.NO_CLUSTER:
        result = result._replace(status=action.cluster_not_found_response_code)
    elif result.disposition is Disposition.NO_HEALTHY_UPSTREAM:
        result = result._replace(status=503)
    return result


def _before_router(result: Result, request: Request, route: Route) -> Result:
    """What the filters before the router answer: the fault's whatever the route does, then CORS where it forwards."""
    abort = route.fault.abort if route.fault else None
    if abort is not None and abort.percent >= 100:
        status = 200 if abort.http_status is None else abort.http_status
        return result._replace(disposition=Disposition.FAULT_ABORTED, status=status, location="")
    if answers_preflight(route, request):
        return result._replace(disposition=Disposition.DIRECT_RESPONSE, status=200)
    return result


def _forwarded(
    index: SnapshotIndex,
    result: Result,
    clusters: Iterable[WeightedCluster],
    mirror_policies: Iterable[RequestMirrorPolicy],
) -> Result:
    destinations = _destinations(index, clusters)
    return result._replace(
        disposition=_disposition(destinations),
        destinations=destinations,
        mirrors=tuple(
            Mirror(policy.cluster, policy.percent, index.clusters.get(policy.cluster)) for policy in mirror_policies
        ),
    )


def _destinations(index: SnapshotIndex, clusters: Iterable[WeightedCluster]) -> tuple[Destination, ...]:
    """The clusters with their shares; one that comes twice gets both weights, a lone one 100."""
    weights: dict[str, int] = {}
    for cluster in clusters:
        weights[cluster.name] = weights.get(cluster.name, 0) + cluster.weight
    total = sum(weights.values())
    return tuple(
        Destination(
            name,
            weight if len(weights) > 1 else 100,
            100 * weight / total if len(weights) > 1 and total else 100.0,
            index.clusters.get(name),
        )
        for name, weight in weights.items()
    )


def _disposition(destinations: tuple[Destination, ...]) -> Disposition:
    names = {destination.cluster_name for destination in destinations}
    if names and names <= PASSTHROUGH_CLUSTERS:
        return Disposition.PASSTHROUGH
    if names == {BLACK_HOLE_CLUSTER}:
        return Disposition.BLACKHOLE
    clusters = [destination.cluster for destination in destinations if destination.cluster is not None]
    if not clusters:
        return Disposition.NO_CLUSTER
    if not any(can_be_reached(cluster) for cluster in clusters):
        return Disposition.NO_HEALTHY_UPSTREAM
    return Disposition.FORWARDED
