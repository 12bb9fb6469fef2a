"""Rules of a VirtualService that stand before the route taken and make no route for this proxy: istiod leaves them out.

Source: Istio 1.30 pilot/pkg/networking/core/route/route.go (TranslateRoute), pilot/pkg/model/virtualservice.go
(MergeHTTPRoutes).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from snippet_check.envoy import Route, VirtualHost
from snippet_check.mesh.content import mappings, number, strings, text, texts
from snippet_check.resource import Content, Place, Resource
from snippet_check.simulate.matchers import Mismatch

_Position = tuple[int, int]
"""The numbers of a rule and of its match."""
_END = (1 << 30, 0)


class LeftOut(NamedTuple):
    """A match, or a rule without one."""

    name: str
    reason: Mismatch
    source: Place


def left_out(host: VirtualHost, taken: Route | None, port: int) -> Iterator[LeftOut]:
    """What made no route at a listener's port, up to the route taken; all of it where none fits."""
    made = {place for route in host.routes for place in route.sources}
    asked = host.routes if taken is None else host.routes[: host.routes.index(taken) + 1]
    places = (place for sources in (host.sources, *(route.sources for route in asked)) for place in sources)
    for resource in dict.fromkeys(place.resource for place in places):
        if resource.kind == "VirtualService":
            end = _position(taken.sources, resource) if taken else _END
            yield from _left_out_of(resource, made, end, port)


def _position(sources: Iterable[Place], resource: Resource) -> _Position:
    """Where a route stands in a resource; the end if it is of another one."""
    paths = [place.path for place in sources if place.resource is resource and place.path[:2] == ("spec", "http")]
    if not paths:
        return _END
    rule, match = paths[-1][2], paths[-1][4] if len(paths[-1]) > 4 else 0
    return int(rule), int(match)


def _left_out_of(resource: Resource, made: set[Place], end: _Position, port: int) -> Iterator[LeftOut]:
    for i, rule in enumerate(mappings(resource.spec, "http")):
        matches = mappings(rule, "match")
        for j, match in enumerate(matches or [{}]):
            if (i, j) >= end:
                return
            place = resource.at("spec", "http", i, "match", j) if matches else resource.at("spec", "http", i)
            reason = None if place in made else _reason(resource, rule, match, port)
            if reason:
                yield LeftOut(text(rule, "name") or f"http[{i}]", reason, place)


def _reason(resource: Resource, rule: Content, match: Content, port: int) -> Mismatch | None:
    if number(match, "port") not in (0, port):
        return Mismatch("rule_port", want=str(number(match, "port")))
    if gateways := texts(match, "gateways"):
        return Mismatch("rule_gateways", want=", ".join(gateways))
    callers = [f"{name}={value}" for name, value in strings(match, "sourceLabels").items()]
    if namespace := text(match, "sourceNamespace"):
        callers.append(namespace)
    if callers:
        return Mismatch("rule_callers", want=", ".join(callers))
    if delegate := rule.get("delegate"):
        named = f"{text(delegate, 'namespace') or resource.namespace}/{text(delegate, 'name')}"
        return Mismatch("rule_delegate", want=named)
    return None if texts(resource.spec, "hosts") else Mismatch("rule_within")
