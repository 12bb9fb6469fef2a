"""Routes as Envoy's JSON (envoy.config.route.v3)."""

from __future__ import annotations

from typing import Any

from snippet_check.envoy.as_json.matcher import route_match_as_json, string_matcher_as_json
from snippet_check.envoy.as_json.metadata import metadata_as_json
from snippet_check.envoy.as_json.values import duration, million, typed, without_empty
from snippet_check.envoy.route import (
    CorsPolicy,
    DirectResponse,
    Fault,
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

REDIRECT_CODES = {
    301: "MOVED_PERMANENTLY",
    302: "FOUND",
    303: "SEE_OTHER",
    307: "TEMPORARY_REDIRECT",
    308: "PERMANENT_REDIRECT",
}
ERROR_CODES = {404: "NOT_FOUND", 500: "INTERNAL_SERVER_ERROR"}
WHOLE_PATH = "/.*"
_PREVIOUS_HOSTS = {
    "name": "envoy.retry_host_predicates.previous_hosts",
    "typed_config": typed("envoy.extensions.retry.host.previous_hosts.v3.PreviousHostsPredicate"),
}
_PREVIOUS_PRIORITIES = {
    "name": "envoy.retry_priorities.previous_priorities",
    "typed_config": typed(
        "envoy.extensions.retry.priority.previous_priorities.v3.PreviousPrioritiesConfig", update_frequency=2
    ),
}


def route_configuration_as_json(configuration: RouteConfiguration) -> dict[str, Any]:
    hosts = {"virtual_hosts": [virtual_host_as_json(host) for host in configuration.virtual_hosts]}
    patched = configuration.patched
    return (route_configuration_fields(configuration) if patched is None else patched) | without_empty(hosts)


def route_configuration_fields(configuration: RouteConfiguration) -> dict[str, Any]:
    """All of a route configuration but its virtual hosts."""
    return without_empty(
        {
            "name": configuration.name,
            "ignore_port_in_host_matching": configuration.ignore_port_in_host_matching,
            "max_direct_response_body_size_bytes": configuration.max_direct_response_body_size_bytes,
        }
    ) | {"validate_clusters": False}


def virtual_host_as_json(host: VirtualHost) -> dict[str, Any]:
    routes = {"routes": [route_as_json(route) for route in host.routes]}
    return (virtual_host_fields(host) if host.patched is None else host.patched) | without_empty(routes)


def virtual_host_fields(host: VirtualHost) -> dict[str, Any]:
    """All of a virtual host but its routes."""
    return without_empty(
        {
            "name": host.name,
            "domains": list(host.domains),
            "require_tls": "ALL" if host.require_tls else None,
            "include_request_attempt_count": host.include_request_attempt_count,
        }
    )


def route_as_json(route: Route) -> dict[str, Any]:
    if route.patched is not None:
        return route.patched
    return without_empty(
        {
            "name": route.name,
            "match": route_match_as_json(route.match),
            **_action(route.action),
            "metadata": metadata_as_json(route.metadata),
            **_mutations("request", route.request_headers),
            **_mutations("response", route.response_headers),
            "typed_per_filter_config": _per_filter(route),
        }
    )


def _action(action: RouteAction | Redirect | DirectResponse) -> dict[str, Any]:
    if isinstance(action, RouteAction):
        return {"route": _forward(action)}
    if isinstance(action, Redirect):
        return {"redirect": _redirect(action)}
    body = {"body": {"inline_string": action.body}} if action.body else {}
    return {"direct_response": {"status": action.status, **body}}


def _forward(action: RouteAction) -> dict[str, Any]:
    return without_empty(
        {
            **_destinations(action.clusters),
            "timeout": duration(action.timeout),
            "retry_policy": action.retry_policy and _retry_policy(action.retry_policy),
            **_rewrite(action.rewrite),
            "request_mirror_policies": [_mirror(policy) for policy in action.request_mirror_policies],
            "hash_policy": [_hash_policy(policy) for policy in action.hash_policy],
            "cluster_not_found_response_code": ERROR_CODES.get(action.cluster_not_found_response_code),
            "max_grpc_timeout": duration(action.max_grpc_timeout),
            "max_stream_duration": _max_stream_duration(action.max_stream_duration),
        }
    )


def _max_stream_duration(longest: float | None) -> dict[str, Any]:
    """How long a stream may last, whatever a gRPC client asks for in its header."""
    written = duration(longest)
    return without_empty({"max_stream_duration": written, "grpc_timeout_header_max": written})


def _destinations(clusters: tuple[WeightedCluster, ...]) -> dict[str, Any]:
    if len(clusters) == 1 and clusters[0] == WeightedCluster(clusters[0].name, sources=clusters[0].sources):
        return {"cluster": clusters[0].name}
    return {"weighted_clusters": {"clusters": [_weighted_cluster(cluster) for cluster in clusters]}}


def _weighted_cluster(cluster: WeightedCluster) -> dict[str, Any]:
    return without_empty(
        {
            "name": cluster.name,
            "weight": cluster.weight,
            **_mutations("request", cluster.request_headers),
            **_mutations("response", cluster.response_headers),
            "host_rewrite_literal": cluster.host_rewrite_literal,
        }
    )


def _mutations(side: str, mutations: HeaderMutations) -> dict[str, Any]:
    changed = [_header(pair, "OVERWRITE_IF_EXISTS_OR_ADD") for pair in mutations.set]
    changed += [_header(pair, "APPEND_IF_EXISTS_OR_ADD") for pair in mutations.add]
    return {f"{side}_headers_to_add": changed, f"{side}_headers_to_remove": list(mutations.remove)}


def _header(pair: tuple[str, str], action: str) -> dict[str, Any]:
    return {"header": {"key": pair[0], "value": pair[1]}, "append_action": action}


def _retry_policy(policy: RetryPolicy) -> dict[str, Any]:
    return without_empty(
        {
            "retry_on": ",".join(policy.retry_on),
            "num_retries": policy.num_retries,
            "per_try_timeout": duration(policy.per_try_timeout),
            "retriable_status_codes": list(policy.retriable_status_codes),
            "retry_host_predicate": [_PREVIOUS_HOSTS] if policy.retry_ignore_previous_hosts else [],
            "retry_priority": _PREVIOUS_PRIORITIES if policy.retry_remote_localities else None,
            "host_selection_retry_max_attempts": _count(policy.host_selection_retry_max_attempts),
            "retry_back_off": _back_off(policy.retry_back_off_base),
        }
    )


def _count(number: int) -> str | None:
    return str(number) if number else None


def _back_off(base: float | None) -> dict[str, Any] | None:
    return None if base is None else {"base_interval": duration(base)}


def _rewrite(rewrite: Rewrite) -> dict[str, Any]:
    regex = rewrite.regex_rewrite or ((WHOLE_PATH, rewrite.path_rewrite) if rewrite.path_rewrite else None)
    return {
        "prefix_rewrite": rewrite.prefix_rewrite,
        "regex_rewrite": _regex_rewrite(regex),
        "host_rewrite_literal": rewrite.host_rewrite_literal,
        "auto_host_rewrite": rewrite.auto_host_rewrite,
    }


def _regex_rewrite(rewrite: tuple[str, str] | None) -> dict[str, Any] | None:
    return rewrite and {"pattern": {"regex": rewrite[0]}, "substitution": rewrite[1]}


def _mirror(policy: RequestMirrorPolicy) -> dict[str, Any]:
    return {
        "cluster": policy.cluster,
        "runtime_fraction": {"default_value": million(policy.percent)},
        "trace_sampled": False,
        "disable_shadow_host_suffix_append": True,
    }


def _hash_policy(policy: HashPolicy) -> dict[str, Any]:
    if policy.header:
        return {"header": {"header_name": policy.header}}
    if policy.query_parameter:
        return {"query_parameter": {"name": policy.query_parameter}}
    if policy.cookie:
        name, path, ttl = policy.cookie
        attributes = [without_empty({"name": key, "value": value}) for key, value in policy.cookie_attributes]
        cookie = {"name": name, "path": path, "ttl": duration(ttl), "attributes": attributes}
        return {"cookie": without_empty(cookie)}
    return {"connection_properties": {"source_ip": policy.source_ip}}


def _redirect(redirect: Redirect) -> dict[str, Any]:
    prefix = {} if redirect.prefix_rewrite is None else {"prefix_rewrite": redirect.prefix_rewrite}
    path = {} if prefix or redirect.regex_rewrite else {"path_redirect": redirect.path}
    return (
        prefix
        | path
        | without_empty(
            {
                "response_code": REDIRECT_CODES[redirect.response_code],
                "scheme_redirect": redirect.scheme,
                "https_redirect": redirect.https_redirect,
                "host_redirect": redirect.host,
                "port_redirect": redirect.port or None,
                "regex_rewrite": _regex_rewrite(redirect.regex_rewrite),
            }
        )
    )


def _per_filter(route: Route) -> dict[str, Any]:
    return without_empty(
        {
            "envoy.filters.http.fault": route.fault and _fault(route.fault),
            "envoy.filters.http.cors": route.cors and _cors(route.cors),
        }
    )


def _fault(fault: Fault) -> dict[str, Any]:
    delay, abort = fault.delay, fault.abort
    return typed(
        "envoy.extensions.filters.http.fault.v3.HTTPFault",
        delay=delay and {"fixed_delay": duration(delay.fixed), "percentage": million(delay.percent)},
        abort=abort
        and without_empty(
            {
                "http_status": abort.http_status,
                "grpc_status": abort.grpc_status,
                "percentage": million(abort.percent),
            }
        ),
    )


def _cors(cors: CorsPolicy) -> dict[str, Any]:
    config = typed(
        "envoy.extensions.filters.http.cors.v3.CorsPolicy",
        allow_origin_string_match=[string_matcher_as_json(origin) for origin in cors.allow_origins],
        allow_methods=cors.allow_methods,
        allow_headers=cors.allow_headers,
        expose_headers=cors.expose_headers,
        max_age=cors.max_age,
        filter_enabled={"default_value": {"numerator": 100}},
    )
    if cors.allow_credentials is not None:
        config["allow_credentials"] = cors.allow_credentials
    if cors.forward_not_matching_preflights is not None:
        config["forward_not_matching_preflights"] = cors.forward_not_matching_preflights
    return config
