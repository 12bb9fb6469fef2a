"""Methods of an AuthorizationPolicy are HTTP methods as they are sent: in capitals."""

from __future__ import annotations

from collections.abc import Iterator

from snippet_check.diagnostics import Diagnostic, message_type
from snippet_check.mesh import Mesh
from snippet_check.mesh.content import mapping, mappings, texts
from snippet_check.resource import Resource

INPUTS = frozenset({"AuthorizationPolicy"})

_METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH")


def analyze(mesh: Mesh) -> Iterator[Diagnostic]:
    for policy in mesh.of_kind("AuthorizationPolicy"):
        for i, rule in enumerate(mappings(policy.spec, "rules")):
            for j, target in enumerate(mappings(rule, "to")):
                yield from _check(policy, ("spec", "rules", i, "to", j, "operation"), mapping(target, "operation"))


def _check(policy: Resource, path: tuple[str | int, ...], operation: dict[str, object]) -> Iterator[Diagnostic]:
    for field in ("methods", "notMethods"):
        for k, method in enumerate(texts(operation, field)):
            if not _can_match(method):
                yield message_type("SC0241").at(policy.at(*path, field, k), method=method)


def _can_match(method: str) -> bool:
    """Whether a method, or a prefix or suffix of one written with a `*`, is one that requests have."""
    if method.startswith("*"):
        return any(known.endswith(method[1:]) for known in _METHODS)
    if method.endswith("*"):
        return any(known.startswith(method[:-1]) for known in _METHODS)
    return method in _METHODS
