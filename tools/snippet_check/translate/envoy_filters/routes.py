"""Patches of route configurations, virtual hosts and routes: first what is there is changed, then what is new is added.

Source: Istio 1.30 pilot/pkg/networking/core/envoyfilter/rc_patch.go.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from snippet_check.envoy import (
    Filter,
    FilterChain,
    HttpConnectionManager,
    Listener,
    Route,
    RouteConfiguration,
    VirtualHost,
    from_json,
)
from snippet_check.envoy.as_json.route import route_as_json, route_configuration_fields, virtual_host_fields
from snippet_check.envoy.messages import merged
from snippet_check.translate.envoy_filters.lists import with_inserted
from snippet_check.translate.envoy_filters.matches import (
    RouteScope,
    matches_configuration,
    matches_route,
    matches_virtual_host,
    names_route,
)
from snippet_check.translate.envoy_filters.patches import Patch, Patches

_PACKAGE = "envoy.config.route.v3"
_KINDS = ("ROUTE_CONFIGURATION", "VIRTUAL_HOST", "HTTP_ROUTE")


def patched_routes(
    configurations: Iterable[RouteConfiguration], patches: Patches, scope: RouteScope
) -> tuple[RouteConfiguration, ...]:
    """The route configurations after the patches that are for them."""
    if not any(kind in patches for kind in _KINDS):
        return tuple(configurations)
    return tuple(_patched_configuration(configuration, patches, scope) for configuration in configurations)


def with_patched_inline_routes(
    listeners: Iterable[Listener], patches: Patches, scope: RouteScope
) -> tuple[Listener, ...]:
    """The listeners with the routes that their connection managers bring with them patched."""
    if not any(kind in patches for kind in _KINDS):
        return tuple(listeners)
    return tuple(
        replace(
            listener, filter_chains=tuple(_with_patched_inline(one, patches, scope) for one in listener.filter_chains)
        )
        for listener in listeners
    )


def _with_patched_inline(chain: FilterChain, patches: Patches, scope: RouteScope) -> FilterChain:
    return replace(chain, filters=tuple(_patched_manager(one, patches, scope) for one in chain.filters))


def _patched_manager(one: Filter, patches: Patches, scope: RouteScope) -> Filter:
    if not isinstance(one.config, HttpConnectionManager) or one.config.route_config is None:
        return one
    routes = _patched_configuration(one.config.route_config, patches, scope)
    return replace(one, config=replace(one.config, route_config=routes))


def _patched_configuration(
    configuration: RouteConfiguration, patches: Patches, scope: RouteScope
) -> RouteConfiguration:
    for patch in patches.get("ROUTE_CONFIGURATION", ()):
        if patch.operation == "MERGE" and matches_configuration(patch, configuration, scope):
            configuration = _merged_configuration(configuration, patch)
    of_hosts, of_routes = (
        tuple(patch for patch in patches.get(kind, ()) if matches_configuration(patch, configuration, scope))
        for kind in ("VIRTUAL_HOST", "HTTP_ROUTE")
    )
    if not of_hosts and not of_routes:
        return configuration
    return replace(configuration, virtual_hosts=_patched_hosts(configuration.virtual_hosts, of_hosts, of_routes))


def _merged_configuration(configuration: RouteConfiguration, patch: Patch) -> RouteConfiguration:
    before = route_configuration_fields(configuration) if configuration.patched is None else configuration.patched
    read = from_json.route_configuration(merged(before, patch.value, f"{_PACKAGE}.RouteConfiguration"), (patch.source,))
    return replace(read, virtual_hosts=(*configuration.virtual_hosts, *read.virtual_hosts))


def _patched_hosts(
    hosts: Iterable[VirtualHost], of_hosts: tuple[Patch, ...], of_routes: tuple[Patch, ...]
) -> tuple[VirtualHost, ...]:
    """A removed host takes those of the same name along."""
    patched, removed = [], set()
    for host in hosts:
        changed = _changed_host(host, of_hosts)
        if changed is None:
            removed.add(host.name)
        else:
            patched.append(_with_patched_routes(changed, of_routes))
    patched += [from_json.virtual_host(patch.value, (patch.source,)) for patch in of_hosts if patch.operation == "ADD"]
    return tuple(host for host in patched if host.name not in removed)


def _changed_host(host: VirtualHost, patches: tuple[Patch, ...]) -> VirtualHost | None:
    for patch in patches:
        if not matches_virtual_host(patch, host):
            continue
        match patch.operation:
            case "REMOVE":
                return None
            case "REPLACE":
                host = from_json.virtual_host(patch.value, (patch.source,))
            case "MERGE":
                host = _merged_host(host, patch)
    return host


def _merged_host(host: VirtualHost, patch: Patch) -> VirtualHost:
    before = virtual_host_fields(host) if host.patched is None else host.patched
    read = from_json.virtual_host(merged(before, patch.value, f"{_PACKAGE}.VirtualHost"), (patch.source,))
    return replace(read, routes=(*host.routes, *read.routes), sources=(*host.sources, patch.source))


def _with_patched_routes(host: VirtualHost, patches: tuple[Patch, ...]) -> VirtualHost:
    patches = tuple(patch for patch in patches if matches_virtual_host(patch, host))
    if not patches:
        return host
    changed = (_changed_route(route, patches) for route in host.routes)
    routes = [route for route in changed if route is not None]
    for patch in patches:
        routes = with_inserted(routes, patch, _maker(patch), _finder(patch))
    return replace(host, routes=tuple(routes))


def _changed_route(route: Route, patches: tuple[Patch, ...]) -> Route | None:
    for patch in patches:
        if matches_route(patch, route):
            if patch.operation == "REMOVE":
                return None
            if patch.operation == "MERGE":
                content = merged(route_as_json(route), patch.value, f"{_PACKAGE}.Route")
                route = from_json.route(content, (*route.sources, patch.source), route)
    return route


def _maker(patch: Patch) -> Callable[[], Route]:
    return lambda: from_json.route(patch.value, (patch.source,))


def _finder(patch: Patch) -> Callable[[Route], bool] | None:
    return (lambda route: matches_route(patch, route)) if names_route(patch) else None
