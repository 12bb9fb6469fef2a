"""Which of the routes in files some call took, and which none did."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple, TypeAlias

from snippet_check.mesh.content import mappings
from snippet_check.resource import FieldPath, Place, Resource
from snippet_check.simulate.calls.run import Run

_RULES = {
    "VirtualService": ("http", "tls", "tcp"),
    "HTTPRoute": ("rules",),
    "GRPCRoute": ("rules",),
    "TLSRoute": ("rules",),
}
"""By kind, the fields of the spec that hold routes."""

_DEPTH = 3

Key: TypeAlias = tuple[str, str, FieldPath]


class Coverage(NamedTuple):
    """All routes, in the order of the files, and those that no call took."""

    routes: tuple[Place, ...]
    missed: tuple[Place, ...]

    @property
    def percent(self) -> float:
        """The share of routes that calls took; 100 where there are none."""
        return 100.0 if not self.routes else 100 * (1 - len(self.missed) / len(self.routes))


def coverage(resources: Iterable[Resource], runs: Iterable[Run]) -> Coverage:
    """What the calls of these runs took of the routes of these resources; a resource that is read twice counts once."""
    taken = {_key(place) for run in runs for place in _taken(run)}
    routes = {_key(place): place for resource in resources for place in _routes(resource)}
    return Coverage(tuple(routes.values()), tuple(place for key, place in routes.items() if key not in taken))


def _routes(resource: Resource) -> Iterator[Place]:
    for field in _RULES.get(resource.kind, ()):
        yield from (resource.at("spec", field, i) for i in range(len(mappings(resource.spec, field))))


def _taken(run: Run) -> Iterator[Place]:
    """The places that decided the calls: a route, or for TCP a filter chain."""
    for hop in (hop for outcome in run.outcomes for hop in outcome.way.every):
        for decided in (hop.result.route, hop.result.filter_chain):
            yield from decided.sources if decided else ()


def _key(place: Place) -> Key:
    resource = place.resource
    return resource.document.file, resource.origin, place.path[:_DEPTH]
