"""What simulate's result lets one expect of requests in Envoy: where they end, and in what shares."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from snippet_check.envoy import FaultAbort, RouteAction
from snippet_check.simulate import Destination, Disposition, Result
from snippet_check.simulate.result import can_be_reached

MANY = 200
"""Requests of a call whose outcome Envoy draws at random and no header decides."""

_CLOSED = frozenset(
    {Disposition.NO_LISTENER, Disposition.NO_FILTER_CHAIN, Disposition.TLS_ERROR, Disposition.PROTOCOL_ERROR}
)


def count(result: Result) -> int:
    """One request where the outcome is certain; one for each unit of weight; many where Envoy draws lots."""
    if draws_lots(result):
        return MANY
    return _total_weight(result) if len(result.destinations) > 1 and result.route else 1


def draws_lots(result: Result) -> bool:
    """Whether chance decides about a request: a percentage of mirrors or faults, or shares of TCP connections."""
    abort = _abort_of(result)
    mirrors = any(0 < mirror.percent < 100 for mirror in result.mirrors)
    tcp_shares = len(result.destinations) > 1 and result.route is None
    return mirrors or tcp_shares or _total_weight(result) > MANY or bool(abort and 0 < abort.percent < 100)


def _abort_of(result: Result) -> FaultAbort | None:
    """The fault that the route aborts requests with."""
    return result.route.fault.abort if result.route and result.route.fault else None


def expected_ends(result: Result) -> Mapping[str, float]:
    """The share, 0 to 1, of every end a request can come to: a cluster's name, "status N" or "closed"."""
    if result.disposition in _CLOSED and result.status is None:
        return {"closed": 1.0}
    abort = _abort_of(result)
    aborted = abort.percent / 100 if abort else 0.0
    ends = {end: share * (1 - aborted) for end, share in _ends_without_faults(result).items()}
    if abort and aborted:
        end = _status(result, abort.http_status or 200)
        ends[end] = ends.get(end, 0.0) + aborted
    return ends


def _ends_without_faults(result: Result) -> Mapping[str, float]:
    if not result.destinations or result.disposition is Disposition.DIRECT_RESPONSE:
        return {_status(result, result.status or 0): 1.0}
    ends: defaultdict[str, float] = defaultdict(float)
    for destination in result.destinations:
        ends[_end(result, destination)] += destination.share / 100
    return ends


def expected_mirrors(result: Result) -> Mapping[str, float]:
    """How many copies, on average, each cluster gets of a request that is sent on."""
    copies: defaultdict[str, float] = defaultdict(float)
    for mirror in result.mirrors:
        if mirror.cluster is not None and can_be_reached(mirror.cluster):
            copies[mirror.cluster_name] += mirror.percent / 100
    return copies


def expected_authorities(result: Result) -> frozenset[str]:
    """The authorities that upstreams see: a destination may have its own, where the route has none."""
    action = result.route.action if result.route else None
    if not isinstance(action, RouteAction) or action.rewrite.host_rewrite_literal:
        return frozenset((result.upstream_authority,))
    return frozenset(one.host_rewrite_literal or result.upstream_authority for one in action.clusters)


def _total_weight(result: Result) -> int:
    return sum(destination.weight for destination in result.destinations)


def _end(result: Result, destination: Destination) -> str:
    if destination.cluster and can_be_reached(destination.cluster):
        return destination.cluster_name
    if result.route is None:
        return "closed"
    action = result.route.action
    missing = action.cluster_not_found_response_code if isinstance(action, RouteAction) else 503
    return _status(result, 503 if destination.cluster else missing)


def _status(result: Result, status: int) -> str:
    """The end of a request that the proxy answers."""
    return f"status {result.on_the_wire(status)}"
