"""What a patch may look for, depending on what it applies to."""

from __future__ import annotations

from collections.abc import Generator, Iterator

from snippet_check.resource import Content, FieldPath
from snippet_check.schema.validation.violation import Violation, error, warning

_LISTENER, _ROUTES, _CLUSTER = "listener", "routeConfiguration", "cluster"
_OBJECTS = (_LISTENER, _ROUTES, _CLUSTER, "waypoint")
_EXPECTED = {
    **dict.fromkeys(("LISTENER", "FILTER_CHAIN", "NETWORK_FILTER", "HTTP_FILTER"), _LISTENER),
    **dict.fromkeys(("ROUTE_CONFIGURATION", "VIRTUAL_HOST", "HTTP_ROUTE"), _ROUTES),
    "CLUSTER": _CLUSTER,
}
_CONNECTION_MANAGERS = frozenset(("envoy.filters.network.http_connection_manager", "envoy.http_connection_manager"))

_RENAMED = {
    **{
        f"envoy.{name}": f"envoy.filters.http.{name}"
        for name in (
            *("buffer", "cors", "csrf", "ext_authz", "fault", "grpc_http1_bridge", "grpc_json_transcoder"),
            *("grpc_web", "gzip", "health_check", "ip_tagging", "lua", "router", "squash"),
        )
    },
    "envoy.http_dynamo_filter": "envoy.filters.http.dynamo",
    "envoy.rate_limit": "envoy.filters.http.ratelimit",
    **{
        f"envoy.listener.{name}": f"envoy.filters.listener.{name}"
        for name in ("http_inspector", "original_dst", "original_src", "proxy_protocol", "tls_inspector")
    },
    **{
        f"envoy.{name}": f"envoy.filters.network.{name}"
        for name in (
            *("client_ssl_auth", "http_connection_manager", "mongo_proxy", "ratelimit", "redis_proxy", "tcp_proxy"),
        )
    },
}
"""Filters by the names they had before 2019. Source: Istio pkg/config/xds/deprecated.go."""


def match(content: Content, path: FieldPath) -> Generator[Violation, None, bool]:
    """A patch's match. Returns whether the patch's value is to be looked at, too."""
    apply_to, given = content["applyTo"], content.get("match", {})
    expected = _EXPECTED.get(apply_to)
    if expected is None or not any(name in given for name in _OBJECTS):
        return True
    if expected not in given:
        yield error(f"envoy_filter.match_{expected.lower()}", path)
        return expected != _LISTENER
    filter_match = given[expected].get("filterChain", {}).get("filter") if expected == _LISTENER else None
    if filter_match is None:
        return True
    at = (*path, "listener", "filterChain", "filter")
    if apply_to in ("LISTENER", "FILTER_CHAIN"):
        yield warning("envoy_filter.match_without_effect", at, apply_to=apply_to)
    if problem := _filter_problem(apply_to, filter_match):
        yield error(f"envoy_filter.{problem}", at)
        return False
    yield from _renamed(filter_match.get("name", ""), (*at, "name"))
    yield from _renamed(filter_match.get("subFilter", {}).get("name", ""), (*at, "subFilter", "name"))
    return True


def _filter_problem(apply_to: str, content: Content) -> str:
    if not content.get("name"):
        return "filter_name"
    if "subFilter" not in content:
        return ""
    if apply_to != "HTTP_FILTER":
        return "sub_filter_apply_to"
    if content["name"] not in _CONNECTION_MANAGERS:
        return "sub_filter_manager"
    return "" if content["subFilter"].get("name") else "sub_filter_name"


def _renamed(name: str, path: FieldPath) -> Iterator[Violation]:
    if name in _RENAMED:
        yield warning("envoy_filter.renamed", path, name=name, new_name=_RENAMED[name])
