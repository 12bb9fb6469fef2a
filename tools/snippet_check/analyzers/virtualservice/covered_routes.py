"""Every http rule can be reached: none stands behind one that takes all of its traffic.

IST0130 and IST0131 see equal matches, prefixes and rules without a match; this sees an earlier exact rule for a whole
host's prefix "/", or a match that asks for less in every respect than a later one.
"""

from __future__ import annotations

from collections import defaultdict
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
    taken = _Taken()
    for i, rule in enumerate(mappings(virtual_service.spec, "http")):
        matches = mappings(rule, "match")
        covering = [taken.first_covering(match) for match in matches]
        if matches and all(index is not None for index in covering):
            earlier = next(index for index in covering if index is not None)
            yield message_type("SC0206").at(
                virtual_service.at("spec", "http", i, "match"),
                related=(virtual_service.at("spec", "http", earlier),),
                route=i,
                earlier=earlier,
            )
        for match in filter(_takes_any_path, matches):
            taken.add(i, match)


class _Taken:
    """The matches of any path so far, each found by one thing that it asks for."""

    def __init__(self) -> None:
        self._by_condition: dict[tuple[str, str, str], list[tuple[int, Content]]] = defaultdict(list)
        self._unconditional: list[tuple[int, Content]] = []

    def add(self, index: int, match: Content) -> None:
        conditions = [self._by_condition[condition] for condition in _conditions(match)]
        entries = min(conditions, key=len, default=self._unconditional)
        if all(match != other for _, other in entries[-1:]):
            entries.append((index, match))

    def first_covering(self, match: Content) -> int | None:
        """The first rule that takes all that a match accepts, unless the two are equal, which Istio sees itself."""
        candidates = (self._by_condition.get(condition, ()) for condition in _conditions(match))
        entries = (entry for found in (self._unconditional, *candidates) for entry in found)
        return min((i for i, earlier in entries if earlier != match and _covers(earlier, match)), default=None)


def _conditions(match: Content) -> list[tuple[str, str, str]]:
    """What a match asks for beside the path; whatever covers it asks for nothing else."""
    found = [(field, "", str(match[field])) for field in _PLAIN if field in match]
    for field in _EXACT:
        value = match.get(field)
        if isinstance(value, dict):
            found += [(field, name, str(wanted)) for name, wanted in value.items()]
        elif value is not None:
            found.append((field, "", str(value)))
    return found


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
