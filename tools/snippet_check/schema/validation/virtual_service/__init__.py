"""VirtualService: its hosts and gateways; http, tls and tcp check its routes.

Source: Istio pkg/config/validation (ValidateVirtualService).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from snippet_check.resource import Content, Resource
from snippet_check.schema.validation.rules.addresses import is_ip
from snippet_check.schema.validation.rules.domains import wildcard_domain
from snippet_check.schema.validation.rules.export_to import export_to
from snippet_check.schema.validation.rules.gateway_names import gateway_names
from snippet_check.schema.validation.rules.header_names import is_claim
from snippet_check.schema.validation.rules.hosts import overlapping_pairs
from snippet_check.schema.validation.rules.sni import sni_host
from snippet_check.schema.validation.violation import Violation, error
from snippet_check.schema.validation.virtual_service.http import http_route
from snippet_check.schema.validation.virtual_service.tcp import tcp_route
from snippet_check.schema.validation.virtual_service.tls import tls_routes
from snippet_check.schema.validation.virtual_service.unreachable import unreachable

_MESH = "mesh"


def validate(resource: Resource) -> Iterator[Violation]:
    spec = resource.spec
    gateways: Sequence[str] = spec.get("gateways", ())
    only_gateways = bool(gateways) and _MESH not in gateways
    yield from _delegate(spec)
    yield from gateway_names(gateways, ("spec", "gateways"))
    if not only_gateways:
        yield from _claims(spec)
    yield from _hosts(spec, only_gateways)
    yield from _routes(spec)
    if "exportTo" in spec:
        yield from export_to(spec["exportTo"], resource.namespace)
    yield from unreachable(spec)


def _delegate(spec: Content) -> Iterator[Violation]:
    """Without hosts it is a delegate: HTTP routes that another VirtualService points to."""
    if "hosts" in spec:
        return
    for field in ("gateways", "tls", "tcp"):
        if field in spec:
            yield error("virtual_service.delegate", ("spec", field), field=field)


def _claims(spec: Content) -> Iterator[Violation]:
    """Sidecars cannot route by the claims of a JWT."""
    for i, route in enumerate(spec.get("http", ())):
        for j, match in enumerate(route.get("match", ())):
            for field in ("headers", "withoutHeaders"):
                for name in match.get(field, ()):
                    if is_claim(name):
                        path = ("spec", "http", i, "match", j, field, name)
                        yield error("virtual_service.claim_in_mesh", path, claim=name)


def _hosts(spec: Content, only_gateways: bool) -> Iterator[Violation]:
    hosts: Sequence[str] = spec.get("hosts", ())
    domain = sni_host if only_gateways and _matches_sni(spec) else wildcard_domain
    valid = True
    for i, host in enumerate(hosts):
        path = ("spec", "hosts", i)
        wrong = domain(host, path)
        if wrong and is_ip(host):
            continue
        if not only_gateways and host == "*":
            wrong = (error("virtual_service.wildcard_in_mesh", path),)
        yield from wrong
        valid = valid and not wrong
    for first, second in overlapping_pairs(hosts) if valid and len(hosts) > 1 else ():
        path = ("spec", "hosts", second)
        yield error("virtual_service.hosts_overlap", path, first=hosts[first], second=hosts[second])


def _matches_sni(spec: Content) -> bool:
    return any("sniHosts" in match for route in spec.get("tls", ()) for match in route.get("match", ()))


def _routes(spec: Content) -> Iterator[Violation]:
    hosts: Sequence[str] = spec.get("hosts", ())
    if not ("http" in spec or "tcp" in spec or "tls" in spec):
        yield error("virtual_service.no_routes", ("spec",))
    for i, route in enumerate(spec.get("http", ())):
        yield from http_route(route, not hosts, ("spec", "http", i))
    if "tls" in spec:
        # Here, unlike above, Istio takes one without gateways for a gateway's.
        in_handshake = wildcard_domain if _MESH in spec.get("gateways", ()) else sni_host
        yield from tls_routes(spec["tls"], hosts, in_handshake)
    for i, route in enumerate(spec.get("tcp", ())):
        yield from tcp_route(route, ("spec", "tcp", i))
