"""Every http rule can be reached: none stands behind one that takes all of its traffic.

IST0130 and IST0131 see equal matches, prefixes and rules without a match; this sees an earlier exact rule for a whole
host's prefix "/", or a match that asks for less in every respect than a later one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from snippet_check.diagnostics import Diagnostic, message_type
from snippet_check.mesh import Mesh
from snippet_check.mesh.content import mapping, mappings, truth
from snippet_check.resource import Content, Resource

INPUTS = frozenset({"VirtualService"})

_EXACT = ("scheme", "method", "authority", "headers", "withoutHeaders", "queryParams", "sourceLabels")
_PLAIN = ("port", "sourceNamespace", "gateways", "statPrefix")


def analyze(mesh: Mesh) -> Iterator[Diagnostic]:
    for virtual_service in mesh.of_kind("VirtualService"):
        yield from _check(virtual_service)


def _check(virtual_service: Resource) -> Iterator[Diagnostic]:
    taken: list[tuple[int, Content]] = []
    for i, rule in enumerate(mappings(virtual_service.spec, "http")):
        matches = mappings(rule, "match")
        covering = [_first_covering(taken, match) for match in matches]
        if matches and all(index is not None for index in covering):
            earlier = next(index for index in covering if index is not None)
            yield message_type("SC0206").at(
                virtual_service.at("spec", "http", i, "match"),
                related=(virtual_service.at("spec", "http", earlier),),
                route=i,
                earlier=earlier,
            )
        taken += [(i, match) for match in matches if _takes_any_path(match)]


def _first_covering(taken: list[tuple[int, Content]], match: Content) -> int | None:
    return next((i for i, earlier in taken if earlier != match and _covers(earlier, match)), None)


def _takes_any_path(match: Content) -> bool:
    """Matches of every path are few; the others are left to IST0131, which compares prefixes."""
    uri = mapping(match, "uri")
    return not uri or uri == {"prefix": "/"}


def _covers(earlier: Content, match: Content) -> bool:
    """Whether all that `match` accepts is accepted by `earlier`, a match of any path."""
    if truth(earlier, "ignoreUriCase") or any(
        field in earlier and earlier[field] != match.get(field) for field in _PLAIN
    ):
        return False
    return all(_asks_for_less(earlier.get(field), match.get(field)) for field in _EXACT)


def _asks_for_less(earlier: Any, later: Any) -> bool:
    if not isinstance(earlier, dict):
        return earlier is None or earlier == later
    return isinstance(later, dict) and earlier.items() <= later.items()
