"""Results in the plain form by which translation and simulation are compared with istiod.

Percentages are 0 to 100, durations text ("0.25s"); a field that has nothing to say is None, [] or {}.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from snippet_check.envoy import (
    Cluster,
    CorsPolicy,
    DirectResponse,
    Fault,
    HashPolicy,
    HeaderMutations,
    Redirect,
    RetryPolicy,
    Route,
    RouteAction,
    WeightedCluster,
)
from snippet_check.resource import Place
from snippet_check.simulate import Destination, Disposition, Mirror, Result
from snippet_check.simulate.simulate import PASSTHROUGH_CLUSTERS
from snippet_check.simulate.upstream import location

_OUTCOMES = {
    Disposition.PASSTHROUGH: "passthrough",
    Disposition.BLACKHOLE: "blackhole",
    Disposition.REDIRECTED: "redirect",
    Disposition.NO_LISTENER: "no_listener",
    Disposition.NO_FILTER_CHAIN: "no_filter_chain",
    Disposition.NO_VIRTUAL_HOST: "no_virtual_host",
    Disposition.NO_ROUTE: "no_route",
    Disposition.TLS_ERROR: "tls_error",
    Disposition.PROTOCOL_ERROR: "error",
}
"""Where the proxy finds an endpoint, or a fault ends the call, does not count here: the call is routed."""

_ORIGIN_KINDS = {"exact": "exact", "prefix": "prefix", "safe_regex": "regex"}
_ENVOY_DEFAULT_TIMEOUT = 15.0


def normalized(results: Iterable[Result]) -> dict[str, Any]:
    """The results in order, and every cluster that they name, None for one that does not exist."""
    given = tuple(results)
    ends: list[Destination | Mirror] = []
    for result in given:
        ends += [*result.destinations, *(one for one in result.mirrors if one.percent > 0)]
    return {
        "calls": [normalized_call(result) for result in given],
        "clusters": {end.cluster_name: end.cluster and normalized_cluster(end.cluster) for end in ends},
    }


def unsupported(places: Iterable[Place]) -> list[dict[str, Any]]:
    """What was left out of an answer: by kind and name, with file and line."""
    found = []
    for place in places:
        resource, written = place.resource, place.location()
        found.append(
            {
                "kind": resource.kind,
                "name": str(resource.full_name),
                "file": written.file,
                "line": written.span.start.line,
            }
        )
    return found


def normalized_call(result: Result) -> dict[str, Any]:
    """One result."""
    destinations = sorted(result.destinations, key=lambda one: one.cluster_name)
    mirrors = [one for one in result.mirrors if one.percent > 0]
    return {
        "name": result.call.name,
        "outcome": _outcome(result),
        "status": _status(result),
        "destinations": [{"cluster": one.cluster_name, "weight": one.weight} for one in destinations],
        "mirrors": [{"cluster": one.cluster_name, "percent": one.percent} for one in mirrors],
        "redirect": _redirect(result),
        **(_route(result.route) if result.route and result.disposition is not Disposition.BLACKHOLE else {}),
        **(_action(result, result.route.action) if result.route else {}),
    }


def normalized_cluster(cluster: Cluster) -> dict[str, Any]:
    """One cluster."""
    breakers = cluster.circuit_breakers
    return {
        "type": cluster.type,
        "lb_policy": cluster.lb_policy,
        "max_connections": breakers.max_connections,
        "max_pending_requests": breakers.max_pending_requests,
        "max_requests": breakers.max_requests,
        "max_requests_per_connection": cluster.max_requests_per_connection,
        "max_retries": breakers.max_retries,
        "connect_timeout": _duration(cluster.connect_timeout),
        "outlier_detection": _outlier_detection(cluster),
        "tls": cluster.tls.mode,
    }


def _outcome(result: Result) -> str:
    action = result.route.action if result.route else None
    if isinstance(action, DirectResponse):
        return "blackhole" if result.disposition is Disposition.BLACKHOLE else "direct_response"
    if isinstance(action, Redirect):
        return "redirect"
    if result.disposition is Disposition.FAULT_ABORTED and _names(result) <= PASSTHROUGH_CLUSTERS:
        return "passthrough"
    return _OUTCOMES.get(result.disposition, "routed")


def _names(result: Result) -> set[str]:
    return {one.cluster_name for one in result.destinations}


def _status(result: Result) -> int | None:
    """The proxy's own status, but for what depends on endpoints and faults: those are not part of this view."""
    action = result.route.action if result.route else None
    if isinstance(action, RouteAction):
        has_cluster = any(one.cluster for one in result.destinations)
        return None if has_cluster or not action.clusters else action.cluster_not_found_response_code
    if isinstance(action, Redirect):
        return action.response_code
    if isinstance(action, DirectResponse):
        return action.status
    return None if result.disposition is Disposition.PROTOCOL_ERROR else result.status


def _redirect(result: Result) -> dict[str, Any] | None:
    route, place = result.route, result.location
    if route and result.request and isinstance(route.action, Redirect):
        place = location(result.request, route, route.action)
    return {"code": _status(result), "location": place} if place else None


def _route(route: Route) -> dict[str, Any]:
    """What a route does whatever its action is."""
    clusters = route.action.clusters if isinstance(route.action, RouteAction) else ()
    lone = clusters if len(clusters) == 1 else ()
    return {
        "fault": route.fault and _fault(route.fault),
        "request_headers": _mutations(route.request_headers, *(one.request_headers for one in lone)),
        "response_headers": _mutations(route.response_headers, *(one.response_headers for one in lone)),
        "destination_headers": None if lone else _destination_headers(clusters),
        "cors": route.cors and _cors(route.cors),
    }


def _action(result: Result, action: RouteAction | Redirect | DirectResponse) -> dict[str, Any]:
    if not isinstance(action, RouteAction):
        return {}
    hash_policies = [_hash_policy(one) for one in dict.fromkeys(action.hash_policy)]
    return {
        "timeout": _duration(_ENVOY_DEFAULT_TIMEOUT if action.timeout is None else action.timeout),
        "retries": action.retry_policy and _retries(action.retry_policy),
        "rewrite": _rewrite(result, action),
        "hash_policy": hash_policies,
    }


def _rewrite(result: Result, action: RouteAction) -> dict[str, str | None] | None:
    lone = action.clusters[0].host_rewrite_literal if len(action.clusters) == 1 else ""
    authority = action.rewrite.host_rewrite_literal or lone or None
    before = result.request.path if result.request else ""
    path = result.upstream_path if result.upstream_path != before else None
    return {"path": path, "authority": authority} if path is not None or authority else None


def _retries(policy: RetryPolicy) -> dict[str, Any]:
    return {
        "attempts": policy.num_retries,
        "on": ",".join(sorted(set(policy.retry_on))),
        "per_try_timeout": _duration(policy.per_try_timeout),
        "status_codes": list(policy.retriable_status_codes),
    }


def _fault(fault: Fault) -> dict[str, Any] | None:
    delay = fault.delay and {"fixed": _duration(fault.delay.fixed), "percent": fault.delay.percent}
    abort = fault.abort and {
        "http_status": fault.abort.http_status,
        "grpc_status": fault.abort.grpc_status,
        "percent": fault.abort.percent,
    }
    return {"delay": delay, "abort": abort} if delay or abort else None


def _mutations(*given: HeaderMutations) -> dict[str, Any] | None:
    merged = {
        "set": {name.lower(): value for one in given for name, value in one.set},
        "add": {name.lower(): value for one in given for name, value in one.add},
        "remove": [name.lower() for one in given for name in one.remove],
    }
    return merged if any(merged.values()) else None


def _destination_headers(clusters: Iterable[WeightedCluster]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for one in clusters:
        headers = {
            "request": _mutations(one.request_headers),
            "response": _mutations(one.response_headers),
            "authority": one.host_rewrite_literal or None,
        }
        if any(headers.values()):
            found[one.name] = headers
    return found


def _hash_policy(policy: HashPolicy) -> dict[str, Any]:
    if policy.header:
        return {"header": policy.header}
    if policy.cookie is not None:
        name, path, ttl = policy.cookie
        return {"cookie": {"name": name, "path": path or None, "ttl": _duration(ttl)}}
    if policy.query_parameter:
        return {"query": policy.query_parameter}
    return {"source_ip": policy.source_ip}


def _cors(policy: CorsPolicy) -> dict[str, Any]:
    return {
        "allow_origins": [
            {_ORIGIN_KINDS[one.kind]: one.value} for one in policy.allow_origins if one.kind in _ORIGIN_KINDS
        ],
        "allow_methods": policy.allow_methods,
        "allow_headers": policy.allow_headers,
        "expose_headers": policy.expose_headers,
        "max_age": policy.max_age,
        "allow_credentials": policy.allow_credentials,
        "forward_not_matching_preflights": policy.forward_not_matching_preflights,
    }


def _outlier_detection(cluster: Cluster) -> dict[str, Any] | None:
    outlier = cluster.outlier_detection
    if outlier is None:
        return None
    return {
        "consecutive_5xx": outlier.consecutive_5xx,
        "consecutive_gateway_failure": outlier.consecutive_gateway_failure,
        "split_external_local_origin_errors": outlier.split_external_local_origin_errors,
        "consecutive_local_origin_failure": outlier.consecutive_local_origin_failure,
        "interval": _duration(outlier.interval),
        "base_ejection_time": _duration(outlier.base_ejection_time),
        "max_ejection_percent": outlier.max_ejection_percent,
        "min_health_percent": cluster.healthy_panic_threshold or None,
    }


def _duration(seconds: float | None) -> str | None:
    return None if seconds is None else f"{seconds:.9f}".rstrip("0").rstrip(".") + "s"
