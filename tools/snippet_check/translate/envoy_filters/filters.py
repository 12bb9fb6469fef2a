"""Patches of network filters and HTTP filters: first what is new comes and goes, then what is there is merged.

Source: Istio 1.30 pilot/pkg/networking/core/envoyfilter/listener_patch.go (patchNetworkFilters, patchHTTPFilters).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from snippet_check.envoy import Filter, FilterChain, Listener, from_json
from snippet_check.envoy.as_json.listener import filter_as_json
from snippet_check.envoy.messages import merged_any
from snippet_check.resource import Content, Place
from snippet_check.translate.envoy_filters.lists import with_inserted, with_replaced
from snippet_check.translate.envoy_filters.matches import http_filter_name, matches_chain, network_filter_name
from snippet_check.translate.envoy_filters.patches import Patch, Patches

_HTTP_CONNECTION_MANAGER = "envoy.filters.network.http_connection_manager"


class DescriptorMismatchError(Exception):
    """A patch merges a configuration of another type than the filter has: istiod panics, and patches no more."""


def with_patched_filters(listener: Listener, chain: FilterChain, patches: Patches) -> FilterChain:
    """A filter chain after the patches of its filters; all of them are for the listener."""
    of_network, of_http = (
        tuple(patch for patch in patches[kind] if matches_chain(patch, listener, chain))
        for kind in ("NETWORK_FILTER", "HTTP_FILTER")
    )
    if not of_network and not of_http:
        return chain
    filters = list(chain.filters)
    for patch in of_network:
        is_named = _named(network_filter_name(patch))
        if patch.operation == "INSERT_FIRST":
            is_named = None
        filters = with_inserted(filters, patch, _made(patch), is_named)
        filters = with_replaced(filters, patch, _made(patch), is_named)
    patched = tuple(_patched(one, of_network, of_http) for one in filters)
    if patched == chain.filters:
        return chain
    return replace(chain, filters=patched, sources=(*chain.sources, *(one.source for one in (*of_network, *of_http))))


def _named(name: str | None) -> Callable[[Filter], bool] | None:
    return None if name is None else lambda one: one.name == name


def _made(patch: Patch) -> Callable[[], Filter]:
    return lambda: from_json.network_filter(patch.value, (patch.source,))


def _patched(one: Filter, of_network: tuple[Patch, ...], of_http: tuple[Patch, ...]) -> Filter:
    for patch in of_network:
        if patch.operation == "MERGE" and network_filter_name(patch) in (None, one.name):
            content = _merged(filter_as_json(one), patch.value)
            one = from_json.network_filter(content, _sources(patch), one)
    if one.name != _HTTP_CONNECTION_MANAGER:
        return one
    here = tuple(patch for patch in of_http if network_filter_name(patch) in (None, one.name))
    return _with_patched_http_filters(one, here) if here else one


def _sources(patch: Patch) -> tuple[Place, ...]:
    return (patch.source,)


def _merged(content: Content, value: Content) -> Content:
    """A filter with a patch's name and configuration merged into it; one without configuration stays as it is."""
    config = content.get("typed_config")
    if not config:
        return content
    if "typed_config" in value:
        config = merged_any(config, value["typed_config"])
        if config is None:
            raise DescriptorMismatchError
    return {**content, "name": value.get("name") or content.get("name", ""), "typed_config": config}


def _with_patched_http_filters(one: Filter, patches: tuple[Patch, ...]) -> Filter:
    content = filter_as_json(one)
    config = content.get("typed_config", {})
    filters: list[Content] = config.get("http_filters", [])
    for patch in patches:
        is_named = _http_named(http_filter_name(patch))
        if patch.operation == "INSERT_FIRST":
            is_named = None
        filters = with_inserted(filters, patch, _http_made(patch), is_named)
        filters = with_replaced(filters, patch, _http_made(patch), is_named)
    merging = tuple(patch for patch in patches if patch.operation == "MERGE")
    filters = [_merged_http_filter(http_filter, merging) for http_filter in filters]
    changed = {**content, "typed_config": {**config, "http_filters": filters}}
    return from_json.network_filter(changed, tuple(patch.source for patch in patches), one)


def _http_named(name: str | None) -> Callable[[Content], bool] | None:
    return None if name is None else lambda content: content.get("name", "") == name


def _http_made(patch: Patch) -> Callable[[], Content]:
    return lambda: patch.value


def _merged_http_filter(content: Content, patches: tuple[Patch, ...]) -> Content:
    for patch in patches:
        if http_filter_name(patch) in (None, content.get("name", "")):
            content = _merged(content, patch.value)
    return content
