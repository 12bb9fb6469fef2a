"""Route configurations, virtual hosts and routes out of Envoy's JSON.

Each reader may start from the object that the JSON was made of: what JSON does not say, and what is still as it was,
stays the object's own.
"""

from __future__ import annotations

from dataclasses import replace

from snippet_check.envoy.as_json.route import ERROR_CODES, REDIRECT_CODES, WHOLE_PATH, route_as_json
from snippet_check.envoy.from_json.matcher import route_match, string_matcher
from snippet_check.envoy.from_json.metadata import metadata
from snippet_check.envoy.from_json.values import count, nested, percent, seconds
from snippet_check.envoy.route import (
    CorsPolicy,
    DirectResponse,
    Fault,
    FaultAbort,
    FaultDelay,
    HashPolicy,
    HeaderMutations,
    Redirect,
    RequestMirrorPolicy,
    RetryPolicy,
    Rewrite,
    Route,
    RouteAction,
    RouteConfiguration,
    VirtualHost,
    WeightedCluster,
)
from snippet_check.resource import Content, Place

_OVERWRITES = frozenset(("OVERWRITE_IF_EXISTS_OR_ADD", "OVERWRITE_IF_EXISTS"))
_FAULT, _CORS = "envoy.filters.http.fault", "envoy.filters.http.cors"
_STATUS_BY_NAME = {name: status for status, name in REDIRECT_CODES.items()}
_ERROR_BY_NAME = {name: status for status, name in ERROR_CODES.items()}


def route_configuration(content: Content, sources: tuple[Place, ...] = ()) -> RouteConfiguration:
    """A route configuration; `sources` decided what the content says."""
    return RouteConfiguration(
        content.get("name", ""),
        tuple(virtual_host(host, sources) for host in content.get("virtual_hosts", ())),
        content.get("ignore_port_in_host_matching", False),
        count(content, "max_direct_response_body_size_bytes"),
        patched={name: value for name, value in content.items() if name != "virtual_hosts"},
    )


def virtual_host(content: Content, sources: tuple[Place, ...]) -> VirtualHost:
    return VirtualHost(
        content.get("name", ""),
        tuple(content.get("domains", ())),
        tuple(route(one, sources) for one in content.get("routes", ())),
        content.get("require_tls", "NONE") != "NONE",
        content.get("include_request_attempt_count", False),
        sources,
        patched={name: value for name, value in content.items() if name != "routes"},
    )


def route(content: Content, sources: tuple[Place, ...], base: Route | None = None) -> Route:
    before = route_as_json(base) if base else {}
    read = Route(
        route_match(nested(content, "match")),
        _action(content, sources),
        content.get("name", ""),
        _mutations("request", content),
        _mutations("response", content),
        _fault(nested(content, "typed_per_filter_config", _FAULT)),
        _cors(nested(content, "typed_per_filter_config", _CORS)),
        metadata(content),
        sources,
        patched=content,
    )
    if base is None:
        return read
    match = base.match if before.get("match") == content.get("match") else read.match
    action = _with_old(read.action, base.action) if isinstance(read.action, RouteAction) else read.action
    return replace(read, match=match, action=action)


def _with_old(action: RouteAction, base: RouteAction | Redirect | DirectResponse) -> RouteAction:
    """The action with the sources of the destinations that it already had."""
    if not isinstance(base, RouteAction):
        return action
    old = {cluster.name: cluster.sources for cluster in base.clusters}
    old_mirrors = {policy.cluster: policy.sources for policy in base.request_mirror_policies}
    return replace(
        action,
        clusters=tuple(replace(one, sources=old.get(one.name, one.sources)) for one in action.clusters),
        request_mirror_policies=tuple(
            replace(one, sources=old_mirrors.get(one.cluster, one.sources)) for one in action.request_mirror_policies
        ),
    )


def _action(content: Content, sources: tuple[Place, ...]) -> RouteAction | Redirect | DirectResponse:
    if "redirect" in content:
        return _redirect(content["redirect"])
    if "direct_response" in content:
        answer = content["direct_response"]
        return DirectResponse(answer.get("status", 0), nested(answer, "body").get("inline_string", ""))
    return _forward(nested(content, "route"), sources)


def _forward(content: Content, sources: tuple[Place, ...]) -> RouteAction:
    return RouteAction(
        _clusters(content, sources),
        seconds(content, "timeout"),
        _retry_policy(content["retry_policy"]) if "retry_policy" in content else None,
        _rewrite(content),
        tuple(_mirror(policy, sources) for policy in content.get("request_mirror_policies", ())),
        tuple(_hash_policy(policy) for policy in content.get("hash_policy", ())),
        _ERROR_BY_NAME.get(content.get("cluster_not_found_response_code", ""), 503),
        seconds(content, "max_grpc_timeout"),
        seconds(nested(content, "max_stream_duration"), "max_stream_duration"),
    )


def _clusters(content: Content, sources: tuple[Place, ...]) -> tuple[WeightedCluster, ...]:
    """The destinations: one without a name where a request's header names it."""
    if "cluster" in content or "cluster_header" in content:
        return (WeightedCluster(content.get("cluster", ""), sources=sources),)
    return tuple(
        WeightedCluster(
            one.get("name", ""),
            one.get("weight", 0),
            _mutations("request", one),
            _mutations("response", one),
            one.get("host_rewrite_literal", ""),
            sources,
        )
        for one in nested(content, "weighted_clusters").get("clusters", ())
    )


def _mutations(side: str, content: Content) -> HeaderMutations:
    changed: dict[bool, list[tuple[str, str]]] = {True: [], False: []}
    for option in content.get(f"{side}_headers_to_add", ()):
        header = nested(option, "header")
        overwrites = option.get("append_action") in _OVERWRITES or option.get("append") is False
        changed[overwrites].append((header.get("key", ""), header.get("value", "")))
    return HeaderMutations(
        tuple(changed[True]), tuple(changed[False]), tuple(content.get(f"{side}_headers_to_remove", ()))
    )


def _retry_policy(content: Content) -> RetryPolicy:
    attempts = count(content, "num_retries")
    return RetryPolicy(
        1 if attempts is None else attempts,
        tuple(part for part in content.get("retry_on", "").split(",") if part),
        seconds(content, "per_try_timeout"),
        tuple(content.get("retriable_status_codes", ())),
        int(content.get("host_selection_retry_max_attempts", 0)),
        seconds(nested(content, "retry_back_off"), "base_interval"),
        any("previous_hosts" in one.get("name", "") for one in content.get("retry_host_predicate", ())),
        "retry_priority" in content,
    )


def _rewrite(content: Content) -> Rewrite:
    regex = _regex_rewrite(content)
    whole = regex[1] if regex is not None and regex[0] == WHOLE_PATH else ""
    return Rewrite(
        content.get("prefix_rewrite", ""),
        whole,
        None if whole else regex,
        content.get("host_rewrite_literal", ""),
        bool(content.get("auto_host_rewrite")),
    )


def _regex_rewrite(content: Content) -> tuple[str, str] | None:
    rewrite = content.get("regex_rewrite")
    return None if rewrite is None else (nested(rewrite, "pattern").get("regex", ""), rewrite.get("substitution", ""))


def _mirror(content: Content, sources: tuple[Place, ...]) -> RequestMirrorPolicy:
    share = percent(nested(content, "runtime_fraction", "default_value"), 100.0)
    return RequestMirrorPolicy(content.get("cluster", ""), share, sources)


def _hash_policy(content: Content) -> HashPolicy:
    cookie = content.get("cookie")
    attributes = nested(content, "cookie").get("attributes", ())
    return HashPolicy(
        nested(content, "header").get("header_name", ""),
        None if cookie is None else (cookie.get("name", ""), cookie.get("path", ""), seconds(cookie, "ttl")),
        tuple((one.get("name", ""), one.get("value", "")) for one in attributes),
        nested(content, "connection_properties").get("source_ip", False),
        nested(content, "query_parameter").get("name", ""),
    )


def _redirect(content: Content) -> Redirect:
    return Redirect(
        _STATUS_BY_NAME.get(content.get("response_code", ""), 301),
        content.get("scheme_redirect", ""),
        content.get("https_redirect", False),
        content.get("host_redirect", ""),
        content.get("port_redirect", 0),
        content.get("path_redirect", ""),
        content.get("prefix_rewrite"),
        _regex_rewrite(content),
    )


def _fault(content: Content) -> Fault | None:
    if not content:
        return None
    delay, abort = content.get("delay"), content.get("abort")
    return Fault(
        None
        if delay is None
        else FaultDelay(seconds(delay, "fixed_delay") or 0.0, percent(nested(delay, "percentage"), 0.0)),
        None
        if abort is None
        else FaultAbort(
            percent(nested(abort, "percentage"), 0.0), count(abort, "http_status"), count(abort, "grpc_status")
        ),
    )


def _cors(content: Content) -> CorsPolicy | None:
    if not content:
        return None
    return CorsPolicy(
        tuple(string_matcher(one) for one in content.get("allow_origin_string_match", ())),
        content.get("allow_methods"),
        content.get("allow_headers"),
        content.get("expose_headers"),
        content.get("max_age"),
        content.get("allow_credentials"),
        content.get("forward_not_matching_preflights"),
    )
