"""One rule of a VirtualService as rules of a route."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from snippet_check.convert.backends import Backends
from snippet_check.convert.fields import below, field_place
from snippet_check.convert.filters import (
    cors_filter,
    header_filters,
    host_set,
    mirror_filter,
    note_lost,
    redirect_filter,
    rewrite_filter,
    timeouts,
)
from snippet_check.convert.matches import grpc_match
from snippet_check.convert.names import dns_name, unused
from snippet_check.convert.notes import Notes
from snippet_check.convert.ordering import Ordered
from snippet_check.mesh.content import mapping, number, text
from snippet_check.mesh.virtual_service import Destination, Rule, WeightedDestination, all_mirrors, destinations
from snippet_check.resource import Content, Place

_ANY_PATH: Content = {"path": {"type": "PathPrefix", "value": "/"}}
_ONLY_HTTP = ("rewrite", "redirect", "directResponse", "corsPolicy", "timeout")
_NOT_FOUND = 404


class Rules:
    """Makes the rules of one route."""

    def __init__(self, backends: Backends, notes: Notes, kind: str, namespace: str, listener_port: int) -> None:
        self._backends = backends
        self._notes = notes
        self._kind = kind
        self._namespace = namespace
        self._port = listener_port
        self._names: set[str] = set()

    def of(self, rule: Rule, matches: list[Content]) -> Iterator[Content]:
        """The rules for these matches: one for each prefix that a rewrite replaces, and one for whole paths."""
        note_lost(rule, self._notes)
        for is_prefix, some in _split(rule, matches):
            yield self._rule(rule, some, is_prefix)

    def tls(self, rule: Rule) -> Content:
        """A rule of a TLSRoute."""
        return {"backendRefs": self._backend_refs(rule)}

    def _rule(self, rule: Rule, matches: list[Content], is_prefix: bool) -> Content:
        found: Content = {"name": unused(dns_name(rule.name), self._names)} if rule.name else {}
        if written := self._matches(matches):
            found["matches"] = written
        if "directResponse" in rule.content:
            self._note_direct_response(rule)
            return found or {"matches": [_ANY_PATH]}
        if filters := list(self._filters(rule, is_prefix)):
            found["filters"] = filters
        if "redirect" not in rule.content:
            found["backendRefs"] = self._backend_refs(rule)
        if limits := timeouts(rule):
            found["timeouts"] = limits
        return found

    def _matches(self, matches: list[Content]) -> list[Content]:
        if matches == [{}]:
            return []
        if self._kind == "GRPCRoute":
            return [found for match in matches if (found := grpc_match(match)) is not None]
        return [match or _ANY_PATH for match in matches]

    def _filters(self, rule: Rule, is_prefix: bool) -> Iterator[Content]:
        if isinstance(content := rule.content.get("redirect"), dict):
            yield redirect_filter(content)
            return
        yield from header_filters(rule.content)
        only = rule.destinations[0].content if len(rule.destinations) == 1 else {}
        if rewrite := rewrite_filter(rule, is_prefix, host_set(rule.content) or host_set(only), self._notes):
            yield rewrite
        if cors := cors_filter(rule, self._notes):
            yield cors
        for mirror in all_mirrors(rule):
            if mirror.destination and mirror.percentage != 0:
                place = mirror.source
                place = below(place, "destination") if "mirrors" in place.path else place
                yield mirror_filter(self._backend(mirror.destination, place), mirror.percentage)

    def _backend_refs(self, rule: Rule) -> list[Content]:
        several = len(rule.destinations) > 1
        return [self._weighted(one, several) for one in rule.destinations if one.destination]

    def _weighted(self, one: WeightedDestination, several: bool) -> Content:
        assert one.destination
        found = self._backend(one.destination, below(one.source, "destination"))
        found |= {"weight": one.weight} if several else {}
        if filters := list(header_filters(one.content)):
            found["filters"] = filters
        return found

    def _backend(self, destination: Destination, place: Place) -> Content:
        return self._backends.backend(destination, place, self._kind, self._namespace, self._port)

    def _note_direct_response(self, rule: Rule) -> None:
        content = mapping(rule.content, "directResponse")
        if number(content, "status") != _NOT_FOUND or content.get("body"):
            place = field_place(rule.sources, "directResponse")
            self._notes.add("direct_response", place, status=number(content, "status"))


def grpc_fits(rules: Sequence[tuple[Rule, Ordered]], backends: Backends, is_grpc: bool) -> bool:
    """Whether a GRPCRoute can say it all, and everything is gRPC."""
    if not rules:
        return False
    for rule, ordered in rules:
        ends = list(destinations(rule))
        if any(rule.content.get(field) for field in _ONLY_HTTP) or host_set(rule.content):
            return False
        if not is_grpc and not (ends and all(backends.is_grpc(end) for end in ends)):
            return False
        if any(grpc_match(match) is None for match in ordered.matches):
            return False
    return True


def _split(rule: Rule, matches: list[Content]) -> Iterator[tuple[bool, list[Content]]]:
    """Matches that can share a rule, and whether they are prefixes to be replaced."""
    if not text(mapping(rule.content, "rewrite"), "uri"):
        yield True, matches
        return
    yield from ((True, [match]) for match in matches if _is_prefix(match))
    if others := [match for match in matches if not _is_prefix(match)]:
        yield False, others


def _is_prefix(match: Content) -> bool:
    return "path" not in match or match["path"]["type"] == "PathPrefix"
