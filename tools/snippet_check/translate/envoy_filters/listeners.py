"""Patches of listeners, listener filters and filter chains.

Source: Istio 1.30 pilot/pkg/networking/core/envoyfilter/listener_patch.go.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from snippet_check.envoy import FilterChain, Listener, ListenerFilter, from_json
from snippet_check.envoy.as_json.listener import filter_chain_fields, listener_fields, listener_filter_as_json
from snippet_check.envoy.messages import merged, merged_any
from snippet_check.resource import Content
from snippet_check.translate.envoy_filters.filters import DescriptorMismatchError, with_patched_filters
from snippet_check.translate.envoy_filters.lists import with_inserted, with_replaced
from snippet_check.translate.envoy_filters.matches import (
    listener_filter_name,
    matches_chain,
    matches_listener,
)
from snippet_check.translate.envoy_filters.patches import Patch, Patches

_PACKAGE = "envoy.config.listener.v3"
_KINDS = ("LISTENER", "LISTENER_FILTER", "FILTER_CHAIN", "NETWORK_FILTER", "HTTP_FILTER")


def patched_listeners(listeners: Iterable[Listener], patches: Patches, context: str) -> tuple[Listener, ...]:
    """The listeners of one context after the patches that are for them, and then those that patches bring."""
    if not any(kind in patches for kind in _KINDS):
        return tuple(listeners)
    here = {kind: tuple(one for one in patches.get(kind, ()) if one.is_for(context)) for kind in _KINDS}
    before = list(listeners)
    changed: list[Listener | None] = []
    try:
        for listener in before:
            changed.append(_patched_listener(listener, here))
    except DescriptorMismatchError:
        return (*_those_left(changed), *before[len(changed) :])
    return (
        *_those_left(changed),
        *(
            from_json.listener(patch.value, (patch.source,))
            for patch in here["LISTENER"]
            if patch.adds(context) and patch.value.get("name")
        ),
    )


def _those_left(changed: list[Listener | None]) -> tuple[Listener, ...]:
    return tuple(listener for listener in changed if listener is not None)


def _patched_listener(listener: Listener, patches: Patches) -> Listener | None:
    for patch in patches["LISTENER"]:
        if matches_listener(patch, listener, by_chain=False):
            if patch.operation == "REMOVE":
                return None
            if patch.operation == "MERGE":
                listener = _merged_listener(listener, patch)
    of_listener = {
        kind: tuple(patch for patch in of_kind if matches_listener(patch, listener))
        for kind, of_kind in patches.items()
    }
    return _with_patched_chains(_with_patched_listener_filters(listener, of_listener["LISTENER_FILTER"]), of_listener)


def _merged_listener(listener: Listener, patch: Patch) -> Listener:
    before = listener_fields(listener) if listener.patched is None else listener.patched
    content = merged(before, patch.value, f"{_PACKAGE}.Listener")
    return from_json.listener(content, (*listener.sources, patch.source), listener)


def _with_patched_listener_filters(listener: Listener, patches: tuple[Patch, ...]) -> Listener:
    filters = list(listener.listener_filters)
    for patch in patches:
        name = listener_filter_name(patch)
        is_named = _named(name) if name else None
        if patch.operation == "INSERT_FIRST":
            is_named = None
        if patch.operation == "MERGE" and is_named is not None:
            filters = [_merged_listener_filter(one, patch) if is_named(one) else one for one in filters]
        filters = with_inserted(filters, patch, _listener_filter(patch), is_named)
        filters = with_replaced(filters, patch, _listener_filter(patch), is_named)
    return (
        listener if filters == list(listener.listener_filters) else replace(listener, listener_filters=tuple(filters))
    )


def _named(name: str) -> Callable[[ListenerFilter], bool]:
    return lambda one: one.name == name


def _listener_filter(patch: Patch) -> Callable[[], ListenerFilter]:
    return lambda: from_json.listener_filter(patch.value)


def _merged_listener_filter(one: ListenerFilter, patch: Patch) -> ListenerFilter:
    content = listener_filter_as_json(one)
    if "typed_config" not in content or "typed_config" not in patch.value:
        return one
    config = merged_any(content["typed_config"], patch.value["typed_config"])
    return one if config is None else from_json.listener_filter({**content, "typed_config": config})


def _with_patched_chains(listener: Listener, patches: Patches) -> Listener:
    """A chain that comes without filters is left out; one that has lost all of them closes connections."""
    chains = [_patched_chain(listener, chain, patches) for chain in listener.filter_chains]
    default = listener.default_filter_chain
    added = (
        from_json.filter_chain(patch.value, (patch.source,))
        for patch in patches["FILTER_CHAIN"]
        if patch.operation == "ADD" and patch.value.get("filters")
    )
    return replace(
        listener,
        filter_chains=(*(chain for chain in chains if chain is not None), *added),
        default_filter_chain=None if default is None else _patched_chain(listener, default, patches),
    )


def _patched_chain(listener: Listener, chain: FilterChain, patches: Patches) -> FilterChain | None:
    for patch in patches["FILTER_CHAIN"]:
        if matches_chain(patch, listener, chain):
            if patch.operation == "REMOVE":
                return None
            if patch.operation == "MERGE":
                chain = _merged_chain(chain, patch)
    return with_patched_filters(listener, chain, patches)


def _merged_chain(chain: FilterChain, patch: Patch) -> FilterChain:
    before = filter_chain_fields(chain) if chain.patched is None else chain.patched
    content = _with_merged_socket(before, patch.value)
    if content is None:
        content = merged(before, patch.value, f"{_PACKAGE}.FilterChain")
    return from_json.filter_chain(content, (*chain.sources, patch.source), chain)


def _with_merged_socket(before: Content, value: Content) -> Content | None:
    """The chain where a patch merges only its transport socket: that of a patch with the same socket's name."""
    old, new = before.get("transport_socket"), value.get("transport_socket")
    if old is None or new is None or old.get("name") != new.get("name"):
        return None
    if "typed_config" not in old or "typed_config" not in new:
        return before
    config = merged_any(old["typed_config"], new["typed_config"])
    return before if config is None else {**before, "transport_socket": {**old, "typed_config": config}}
