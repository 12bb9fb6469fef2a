"""The rules of TLSRoutes as those of a VirtualService.

Source: Istio 1.30 pilot/pkg/config/kube/gateway (convertTLSRoute, TLSRouteCollection).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from snippet_check.mesh.content import mappings, texts
from snippet_check.mesh.gateway_api.backends import destinations, weight_sum
from snippet_check.mesh.gateway_api.parents import Parent
from snippet_check.mesh.hosts import overlap
from snippet_check.mesh.mesh import Mesh
from snippet_check.mesh.specificity import covers
from snippet_check.mesh.virtual_service import Match, Rule
from snippet_check.resource import Content, Resource

_ANYTHING = ("*",)


def tls_hosts(route: Resource, parent: Parent) -> tuple[str, ...]:
    """The hosts of a TLSRoute at one parent: narrowed down to the listener's."""
    if parent.is_mesh:
        return parent.hosts
    own = tuple(texts(route.spec, "hostnames")) or _ANYTHING
    return _shared(own, parent.hostname) if parent.hostname else own


def tls_rules(route: Resource, host: str, parent: Parent, mesh: Mesh) -> tuple[Rule, ...]:
    """The rules of a TLSRoute for one host of a parent. Raises RouteError."""
    own = tuple(texts(route.spec, "hostnames")) or _ANYTHING
    names = _mesh_names(own, host, parent) if parent.is_mesh else _shared(own, parent.hostname) or ()
    return tuple(_rules(route, names, parent, mesh))


def _rules(route: Resource, names: tuple[str, ...], parent: Parent, mesh: Mesh) -> Iterator[Rule]:
    for i, content in enumerate(mappings(route.spec, "rules")):
        place = route.at("spec", "rules", i)
        found = destinations(content, place, mesh, not parent.is_mesh, _no_headers)
        if weight_sum(content) and (names or parent.is_mesh):
            match: Content = {"sniHosts": list(names)} | ({"port": parent.port} if parent.is_mesh else {})
            yield Rule({}, "", (Match(match, (), ()),), found, None, (), (place,))


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


def _no_headers(_: Content) -> Content:
    return {}
