"""The rules of TLSRoutes as those of a VirtualService.

Source: Istio 1.30 pilot/pkg/config/kube/gateway (convertTLSRoute, TLSRouteCollection).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from snippet_check.mesh.content import mappings, texts
from snippet_check.mesh.gateway_api.backends import targets, weight_sum
from snippet_check.mesh.gateway_api.conditions import Problem, RouteError
from snippet_check.mesh.gateway_api.http_rules import Converted
from snippet_check.mesh.gateway_api.parents import Parent
from snippet_check.mesh.hosts import overlap
from snippet_check.mesh.mesh import Mesh
from snippet_check.mesh.specificity import covers
from snippet_check.mesh.virtual_service import Match, Rule
from snippet_check.resource import Content, Place, Resource

_ANYTHING = ("*",)


def tls_hosts(route: Resource, parent: Parent) -> tuple[str, ...]:
    """The hosts of a TLSRoute at one parent: narrowed down to the listener's."""
    if parent.is_mesh:
        return parent.hosts
    own = tuple(texts(route.spec, "hostnames")) or _ANYTHING
    return _shared(own, parent.hostname) if parent.hostname else own


def tls_rules(route: Resource, mesh: Mesh, granted: bool) -> Converted:
    """The rules of a TLSRoute that send anything on, for any server name."""
    found: list[Rule] = []
    problem: Problem | None = None
    try:
        for i, content in enumerate(mappings(route.spec, "rules")):
            place = route.at("spec", "rules", i)
            destinations, own = targets(content, place, mesh, granted, _no_headers)
            if weight_sum(content):
                found.append(Rule({}, "", (), destinations, None, (), (place,)))
            problem = own or problem
    except RouteError as error:
        return Converted((), error.problem)
    return Converted(tuple(found), problem)


def for_names(rules: Iterable[Rule], route: Resource, host: str, parent: Parent) -> Iterator[Rule]:
    """The rules of a TLSRoute for one host of a parent."""
    own = tuple(texts(route.spec, "hostnames")) or _ANYTHING
    names = _mesh_names(own, host, parent) if parent.is_mesh else _shared(own, parent.hostname) or ()
    match: Content = {"sniHosts": list(names)} | ({"port": parent.port} if parent.is_mesh else {})
    if names or parent.is_mesh:
        yield from (replace(rule, matches=(Match(match, (), ()),)) for rule in rules)


def _mesh_names(own: tuple[str, ...], host: str, parent: Parent) -> tuple[str, ...]:
    """For the mesh, the service's hosts stand for a route without hostnames; of several those count that fit."""
    names = parent.hosts if own == _ANYTHING else own
    return tuple(name for name in names if overlap(host, name)) if len(names) > 1 else names


def _shared(own: Iterable[str], hostname: str) -> tuple[str, ...]:
    if not hostname:
        return tuple(own)
    return tuple(
        name if covers(hostname, name) else hostname for name in own if covers(hostname, name) or covers(name, hostname)
    )


def _no_headers(_: Content, __: Place) -> Content:
    return {}
