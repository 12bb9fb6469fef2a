"""Header operations of a rule or a destination.

Source: Istio 1.30 pilot/pkg/networking/core/route/route.go (TranslateHeadersOperations).
"""

from __future__ import annotations

from snippet_check.envoy import HeaderMutations
from snippet_check.mesh.content import mapping, strings, texts
from snippet_check.resource import Content


def request_mutations(content: Content) -> HeaderMutations:
    """`headers.request` of a rule or destination."""
    return _mutations(mapping(content, "headers", "request"))


def response_mutations(content: Content) -> HeaderMutations:
    """`headers.response` of a rule or destination."""
    return _mutations(mapping(content, "headers", "response"))


def authority(content: Content) -> str:
    """The authority that `headers.request` sets: Envoy changes it by a rewrite, not as a header."""
    for field in ("set", "add"):
        found = [value for name, value in strings(content, "headers", "request", field).items() if _is_authority(name)]
        if found and found[-1]:
            return found[-1]
    return ""


def both(first: HeaderMutations, second: HeaderMutations) -> HeaderMutations:
    """One set of mutations, then another."""
    if second == HeaderMutations():
        return first
    return HeaderMutations(first.set + second.set, first.add + second.add, first.remove + second.remove)


def _mutations(operations: Content) -> HeaderMutations:
    if not operations:
        return HeaderMutations()
    return HeaderMutations(
        tuple(sorted(item for item in strings(operations, "set").items() if not _is_internal(item[0]))),
        tuple(sorted(item for item in strings(operations, "add").items() if not _is_internal(item[0]))),
        tuple(name for name in texts(operations, "remove") if not _is_internal(name)),
    )


def _is_internal(name: str) -> bool:
    return name.startswith(":") or name.lower() == "host"


def _is_authority(name: str) -> bool:
    return name.lower() in (":authority", "host")
