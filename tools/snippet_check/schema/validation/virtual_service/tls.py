"""TLS routes, chosen by the host name of the handshake (SNI).

Source: Istio pkg/config/validation (validateTLSRoute, validateTLSMatch, validateSniHost).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeAlias

from snippet_check.resource import Content, FieldPath
from snippet_check.schema.validation.rules.addresses import is_ip
from snippet_check.schema.validation.rules.hosts import covers
from snippet_check.schema.validation.violation import Violation, error, warning
from snippet_check.schema.validation.virtual_service.tcp import connection_match, destinations

DomainRule: TypeAlias = Callable[[str, FieldPath], Iterable[Violation]]


def tls_route(route: Content, hosts: Sequence[str], domain: DomainRule, path: FieldPath) -> Iterator[Violation]:
    """`hosts` are the VirtualService's, `domain` is the rule for names in a handshake."""
    if "match" not in route:
        yield error("virtual_service.tls_without_match", path)
    for i, match in enumerate(route.get("match", ())):
        yield from _match(match, hosts, domain, (*path, "match", i))
    if "route" not in route:
        yield error("virtual_service.tls_without_route", path)
    yield from destinations(route, path)


def _match(match: Content, hosts: Sequence[str], domain: DomainRule, path: FieldPath) -> Iterator[Violation]:
    if "sniHosts" not in match:
        yield error("virtual_service.no_sni_host", path)
    for i, host in enumerate(match.get("sniHosts", ())):
        yield from _sni_host(host, hosts, domain, (*path, "sniHosts", i))
    yield from connection_match(match, path, warn=True)


def _sni_host(host: str, hosts: Sequence[str], domain: DomainRule, path: FieldPath) -> Iterator[Violation]:
    if wrong := domain(host, path):
        if is_ip(host):
            yield warning("virtual_service.sni_address", path, address=host)
        else:
            yield from wrong
    elif not any(covers(wider, host) for wider in hosts):
        yield error("virtual_service.sni_not_covered", path, host=host)
