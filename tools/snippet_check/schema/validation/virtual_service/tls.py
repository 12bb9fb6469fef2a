"""TLS routes, chosen by the host name of the handshake (SNI).

Source: Istio pkg/config/validation (validateTLSRoute, validateTLSMatch, validateSniHost).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from snippet_check.resource import Content, FieldPath
from snippet_check.schema.validation.rules.addresses import is_ip
from snippet_check.schema.validation.rules.hosts import covered_by
from snippet_check.schema.validation.violation import Violation, error, warning
from snippet_check.schema.validation.virtual_service.tcp import connection_match, destinations


class _Names(NamedTuple):
    """What the names in a handshake must be: domains in this sense, and among the VirtualService's hosts."""

    domain: Callable[[str, FieldPath], Iterable[Violation]]
    covered: Callable[[str], bool]


def tls_routes(
    routes: Sequence[Content], hosts: Sequence[str], domain: Callable[[str, FieldPath], Iterable[Violation]]
) -> Iterator[Violation]:
    """`hosts` are the VirtualService's, `domain` is the rule for names in a handshake."""
    names = _Names(domain, covered_by(hosts))
    for i, route in enumerate(routes):
        yield from _route(route, names, ("spec", "tls", i))


def _route(route: Content, names: _Names, path: FieldPath) -> Iterator[Violation]:
    if "match" not in route:
        yield error("virtual_service.tls_without_match", path)
    for i, match in enumerate(route.get("match", ())):
        yield from _match(match, names, (*path, "match", i))
    if "route" not in route:
        yield error("virtual_service.tls_without_route", path)
    yield from destinations(route, path)


def _match(match: Content, names: _Names, path: FieldPath) -> Iterator[Violation]:
    if "sniHosts" not in match:
        yield error("virtual_service.no_sni_host", path)
    for i, host in enumerate(match.get("sniHosts", ())):
        yield from _sni_host(host, names, (*path, "sniHosts", i))
    yield from connection_match(match, path, warn=True)


def _sni_host(host: str, names: _Names, path: FieldPath) -> Iterator[Violation]:
    if wrong := names.domain(host, path):
        if is_ip(host):
            yield warning("virtual_service.sni_address", path, address=host)
        else:
            yield from wrong
    elif not names.covered(host):
        yield error("virtual_service.sni_not_covered", path, host=host)
