"""Routes as VirtualServices: one for each parent and host, rules of several routes for the same in one order.

Source: Istio 1.30 pilot/pkg/config/kube/gateway/route_collections.go (HTTPRouteCollection, mergeHTTPRoutes).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from snippet_check.mesh.content import texts
from snippet_check.mesh.creation import created
from snippet_check.mesh.gateway_api.http_rules import by_precedence, for_port, http_rules
from snippet_check.mesh.gateway_api.listeners import MARK
from snippet_check.mesh.gateway_api.parents import Parent, parents
from snippet_check.mesh.gateway_api.tls_rules import for_names, tls_hosts, tls_rules
from snippet_check.mesh.mesh import Mesh
from snippet_check.mesh.virtual_service import Rule, VirtualService
from snippet_check.resource import Resource


def route_virtual_services(mesh: Mesh) -> Iterator[VirtualService]:
    """What the routes of a mesh become."""
    by_key: dict[str, list[VirtualService]] = defaultdict(list)
    for kind in ("HTTPRoute", "GRPCRoute"):
        for route in mesh.of_kind(kind):
            for key, one in _http(route, mesh):
                by_key[key].append(one)
    yield from (_merged(key, found) for key, found in by_key.items())
    for route in mesh.of_kind("TLSRoute"):
        yield from _tls(route, mesh)


def _http(route: Resource, mesh: Mesh) -> Iterator[tuple[str, VirtualService]]:
    """A route's VirtualServices, each with what it is merged by."""
    converted: dict[bool, tuple[Rule, ...]] = {}
    number = 0
    for parent in parents(route, mesh):
        if parent.is_mesh not in converted:
            converted[parent.is_mesh] = http_rules(route, mesh, granted=not parent.is_mesh).rules
        rules, key = converted[parent.is_mesh], parent.internal_name
        if parent.is_mesh:
            key = f"{route.namespace}/{parent.port}" if parent.port else route.namespace
            rules = for_port(rules, parent.port) if parent.port else rules
        hosts = parent.hosts if parent.is_mesh else texts(route.spec, "hostnames") or ["*"]
        for host in hosts:
            if rules and parent.takes(host):
                name = f"{route.name}~{number}~{MARK}"
                yield f"{key}/{host}", _virtual_service(route, host, parent, http=rules, name=name)
                number += 1


def _merged(key: str, found: list[VirtualService]) -> VirtualService:
    """The oldest's VirtualService with the rules of all. The names that count are those made here: "a-b~" < "a~"."""
    ordered = sorted(found, key=lambda one: (one.created, one.namespace, one.name))
    first = ordered[0]
    return VirtualService(
        name=key.replace("/", "~"),
        namespace=first.namespace,
        hosts=first.hosts,
        gateways=first.gateways,
        http=by_precedence(rule for one in ordered for rule in by_precedence(one.http)),
        tls=(),
        tcp=(),
        export_to=frozenset(),
        created=first.created,
        source=first.source,
        semantics="gateway",
    )


def _tls(route: Resource, mesh: Mesh) -> Iterator[VirtualService]:
    number = 0
    for parent in parents(route, mesh):
        rules = tls_rules(route, mesh, granted=not parent.is_mesh).rules
        for host in tls_hosts(route, parent):
            own = tuple(for_names(rules, route, host, parent))
            yield _virtual_service(route, host, parent, tls=own, name=f"{route.name}~tls~{number}~{MARK}")
            number += 1


def _virtual_service(
    route: Resource,
    host: str,
    parent: Parent,
    *,
    name: str,
    http: tuple[Rule, ...] = (),
    tls: tuple[Rule, ...] = (),
) -> VirtualService:
    return VirtualService(
        name=name,
        namespace=route.namespace,
        hosts=(host,),
        gateways=(parent.internal_name,),
        http=http,
        tls=tls,
        tcp=(),
        export_to=frozenset(),
        created=created(route),
        source=route.at(),
        semantics="gateway",
    )
