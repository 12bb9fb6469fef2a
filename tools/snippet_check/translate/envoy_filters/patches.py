"""The patches of the EnvoyFilters that are for one proxy, in the order in which they are applied.

Source: Istio 1.30 pilot/pkg/model/{envoyfilter,push_context}.go.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from snippet_check import re2
from snippet_check.envoy.messages import canonical
from snippet_check.facts.versions import MODELLED
from snippet_check.mesh.content import mapping, mappings, number, strings, text
from snippet_check.mesh.creation import created
from snippet_check.mesh.mesh import Mesh
from snippet_check.mesh.policy_attachment import is_attached
from snippet_check.mesh.proxy import Proxy
from snippet_check.resource import Content, Place, Resource
from snippet_check.schema.validation.envoy_filter.decoding import first_problem
from snippet_check.schema.validation.envoy_filter.values import MESSAGES

OUTBOUND, INBOUND, GATEWAY = "SIDECAR_OUTBOUND", "SIDECAR_INBOUND", "GATEWAY"
_INSERTS = frozenset(("INSERT_AFTER", "INSERT_BEFORE", "INSERT_FIRST"))
_ORDERED = frozenset(("HTTP_FILTER", "NETWORK_FILTER", "HTTP_ROUTE", "LISTENER_FILTER"))


@dataclass(frozen=True, slots=True, eq=False)
class Patch:
    """One patch: where it applies, what it does, and the value it does it with."""

    context: str
    operation: str
    match: Content
    value: Content
    source: Place

    def of(self, kind: str) -> Content | None:
        """The conditions on a "listener", "routeConfiguration" or "cluster"; None where there are none."""
        conditions = self.match.get(kind)
        return conditions if isinstance(conditions, dict) else None

    def is_for(self, context: str) -> bool:
        return self.context in (context, "ANY")

    def adds(self, context: str) -> bool:
        """Whether it brings a whole listener or cluster; one for any context does so on the way out only."""
        return self.operation == "ADD" and self.is_for(context) and (self.context != "ANY" or context != INBOUND)


Patches = Mapping[str, tuple[Patch, ...]]
"""Patches by what they apply to."""


def patches(mesh: Mesh, proxy: Proxy) -> Patches:
    """The patches for one proxy: those of the root namespace, then those of its own."""
    found: dict[str, list[Patch]] = {}
    for envoy_filter in _envoy_filters(mesh, proxy):
        for i, content in enumerate(mappings(envoy_filter.spec, "configPatches")):
            if _is_for_proxy(mapping(content, "match", "proxy"), proxy):
                for patch in _patch(content, envoy_filter.at("spec", "configPatches", i)):
                    found.setdefault(text(content, "applyTo"), []).append(patch)
    return {apply_to: tuple(of_kind) for apply_to, of_kind in found.items()}


def _envoy_filters(mesh: Mesh, proxy: Proxy) -> list[Resource]:
    def order(one: Resource) -> tuple[int, bool, str, str]:
        is_root = one.namespace == mesh.root_namespace
        return number(one.spec, "priority"), not is_root, created(one), f"{one.name}.{one.namespace}"

    namespaces = (mesh.root_namespace, proxy.namespace)
    found = (one for one in mesh.of_kind("EnvoyFilter") if one.namespace in namespaces)
    return sorted((one for one in found if is_attached(one, _selector(one), proxy)), key=order)


def _selector(envoy_filter: Resource) -> Mapping[str, str]:
    return strings(mapping(envoy_filter.spec, "workloadSelector"), "labels")


def _patch(content: Content, source: Place) -> Iterator[Patch]:
    """The patch, unless its value cannot be read."""
    apply_to, written = text(content, "applyTo"), mapping(content, "patch")
    operation, value, message = text(written, "operation"), written.get("value"), MESSAGES.get(apply_to)
    if message is None or (value is not None and first_problem(value, message, allow_unknown=True) is not None):
        return
    if operation in _INSERTS and apply_to not in _ORDERED:
        operation = "ADD"
    match = mapping(content, "match")
    yield Patch(text(match, "context") or "ANY", operation, match, canonical(value, message), source)


def _is_for_proxy(match: Content, proxy: Proxy) -> bool:
    version = text(match, "proxyVersion")
    if version and not _is_found(version, MODELLED):
        return False
    return all(proxy.metadata.get(key) == value for key, value in strings(match, "metadata").items())


def _is_found(pattern: str, value: str) -> bool:
    """Whether a regular expression matches some part of a text. One that cannot be read asks for nothing."""
    try:
        return re2.compile(f"(?s:.*)(?:{pattern})(?s:.*)").full_match(value)
    except re2.Refused:
        return True
