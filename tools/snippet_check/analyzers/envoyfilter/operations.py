"""The patches of an EnvoyFilter use operations that apply to what they patch, in an order that is certain."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from snippet_check.diagnostics import Diagnostic, message_type
from snippet_check.mesh import Mesh
from snippet_check.mesh.content import mapping, mappings, number, text
from snippet_check.resource import Content, Resource

NAME = "envoyfilter.EnvoyPatchAnalyzer"
INPUTS = frozenset({"EnvoyFilter"})

_ROUTES = frozenset(("ROUTE_CONFIGURATION", "HTTP_ROUTE"))
_REPLACEABLE = frozenset(("NETWORK_FILTER", "HTTP_FILTER", "VIRTUAL_HOST"))
_RELATIVE = frozenset(("REMOVE", "REPLACE", "INSERT_BEFORE", "INSERT_AFTER"))


def analyze(mesh: Mesh) -> Iterator[Diagnostic]:
    versioned: set[tuple[str, str]] = set()
    for envoy_filter in mesh.as_given("EnvoyFilter"):
        yield from _check(envoy_filter, versioned)


def _check(envoy_filter: Resource, versioned: set[tuple[str, str]]) -> Iterator[Diagnostic]:
    """`versioned` collects the names of what patches change for some proxy versions only."""
    for i, config_patch in enumerate(mappings(envoy_filter.spec, "configPatches")):
        if "patch" not in config_patch:
            return  # Istio looks no further
        patched = _patched(config_patch)
        if code := _problem(config_patch, number(envoy_filter.spec, "priority"), patched in versioned):
            path = ("spec", "configPatches", i, "patch")
            yield message_type(code).at(envoy_filter.at(*path, "operation"), reported=(*path, "value"))
        if text(mapping(config_patch, "match", "proxy"), "proxyVersion"):
            versioned.add(patched)


def _problem(config_patch: Content, priority: int, is_versioned: bool) -> str | None:
    operation, apply_to = text(mapping(config_patch, "patch"), "operation"), text(config_patch, "applyTo")
    if operation == "ADD" and apply_to in _ROUTES:
        return "IST0153"
    if operation == "REMOVE" and apply_to in _ROUTES:
        return "IST0154"
    if operation == "REPLACE" and apply_to not in _REPLACEABLE:
        return "IST0152"
    if operation not in _RELATIVE or priority:
        return None
    return "IST0155" if is_versioned else "IST0151"


def _patched(config_patch: Content) -> tuple[str, str]:
    """The name of what a patch changes, and where that was found; two names from different places are different."""
    patch = mapping(config_patch, "patch")
    if "value" not in patch:
        return "", ""
    if "name" in mapping(patch, "value"):
        return "value", _canonical(patch["value"]["name"])
    name = text(mapping(config_patch, "match", "listener", "filterChain", "filter"), "name")
    return ("match", name) if name else ("", "")


def _canonical(value: Any) -> str:
    """A value as protobuf knows it: without whole numbers, keys in any order."""
    return json.dumps(json.loads(json.dumps(value), parse_int=float), sort_keys=True)
