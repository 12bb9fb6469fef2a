"""The filter chains of a service's TCP or TLS port: those of VirtualServices, else one to the service.

Source: Istio 1.30 pilot/pkg/networking/core/tls.go.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from snippet_check.mesh.addresses import service_address
from snippet_check.mesh.content import number, selects, strings, text, texts
from snippet_check.mesh.proxy import Proxy
from snippet_check.mesh.service import UNSPECIFIED_ADDRESS, Port, Resolution, Service, cluster_name
from snippet_check.mesh.sidecar_scope import SidecarScope
from snippet_check.mesh.specificity import is_wildcard
from snippet_check.mesh.virtual_service import Match, VirtualService
from snippet_check.translate.listeners.chains import Chain
from snippet_check.translate.listeners.network_filters import sni_forward_proxy, to_destinations, to_service
from snippet_check.translate.routes.domains import alternative_names


@dataclass(frozen=True, slots=True, eq=False)
class Target:
    """A service's port, as a listener offers it."""

    scope: SidecarScope
    service: Service
    port: Port
    """The listener's port: the service's own, or one that a Sidecar names."""
    bind: str
    cidrs: tuple[str, ...]
    """The service's addresses where they are blocks: the listener is then bound to any address."""
    rules: tuple[VirtualService, ...]
    """VirtualServices for the service's host."""
    gateways: frozenset[str]


def tcp_chains(target: Target) -> list[Chain]:
    """The chains of the port: by server name for HTTPS and TLS, else by destination address."""
    return list(_tls_chains(target) if target.port.protocol.is_tls else _tcp_chains(target))


def l4_match_counts(match: Match, port: int, gateways: frozenset[str], proxy: Proxy) -> bool:
    """Whether a match of a TLS or TCP rule is for this port, gateway and proxy."""
    content = match.content
    return (
        (not match.gateways or not gateways.isdisjoint(match.gateways))
        and selects(strings(content, "sourceLabels"), proxy.labels)
        and number(content, "port") in (0, port)
        and text(content, "sourceNamespace") in ("", proxy.namespace)
    )


def _tls_chains(target: Target) -> Iterator[Chain]:
    seen: set[tuple[str, str]] = set()
    cidrs = target.cidrs
    for one in target.rules:
        for rule in one.tls:
            for match in rule.matches:
                if not _counts(match, target):
                    continue
                subnets = tuple(texts(match.content, "destinationSubnets"))
                cidrs = subnets if subnets and target.port.number else cidrs
                names = tuple(texts(match.content, "sniHosts"))
                key = (",".join(names), ",".join(subnets))
                if key not in seen:
                    seen.add(key)
                    filters = to_destinations(one, rule, target.port, target.scope)
                    yield Chain(filters, names, cidrs, sources=(*rule.sources, *match.sources))
    if not seen:
        yield _service_chain(target, tuple(_server_names(target)))


def _tcp_chains(target: Target) -> Iterator[Chain]:
    """A rule without a subnet to match ends the list: it takes all that is left."""
    same_blocks = False
    for one in target.rules:
        for rule in one.tcp:
            filters = to_destinations(one, rule, target.port, target.scope)
            if not rule.matches:
                yield Chain(filters, (), target.cidrs, sources=rule.sources)
                return
            subnets: list[str] = []
            for match in rule.matches:
                if _counts(match, target):
                    own = texts(match.content, "destinationSubnets")
                    if not own or not target.port.number:
                        yield Chain(filters, (), target.cidrs, sources=(*rule.sources, *match.sources))
                        return
                    subnets += own
            if subnets:
                yield Chain(filters, (), tuple(subnets), sources=rule.sources)
                same_blocks = same_blocks or sorted(subnets) == sorted(target.cidrs)
    if not same_blocks:
        yield _service_chain(target, ())


def _counts(match: Match, target: Target) -> bool:
    return l4_match_counts(match, target.port.number, target.gateways, target.scope.proxy)


def _service_chain(target: Target, names: tuple[str, ...]) -> Chain:
    """To the service itself: at its only port, or at the listener's."""
    service = target.service
    own = service.ports[0] if len(service.ports) == 1 else target.port
    source = own.source or service.source
    cluster = cluster_name("outbound", "", service.hostname, own.number)
    rule = target.scope.destination_rule(service.hostname)
    filters = to_service(cluster, rule, target.port.protocol, source)
    if service.dns_cache:
        filters = (sni_forward_proxy(service.dns_cache, target.port.number), *filters)
    return Chain(filters, names, target.cidrs, sources=(source,))


def _server_names(target: Target) -> Iterator[str]:
    """The server names that tell the service from others: only where its address does not."""
    service, proxy = target.service, target.scope.proxy
    address = service_address(service, proxy)
    shared = target.cidrs or "/" in address or _is_everywhere(target, address)
    if shared or (is_wildcard(service.hostname) and service.resolution is Resolution.DYNAMIC_DNS):
        yield service.hostname
        for alias in service.aliases:
            yield alias
            yield from alternative_names(alias, 0, proxy.namespace)


def _is_everywhere(target: Target, address: str) -> bool:
    """Whether a service without an address is listened for at the address that stands for all."""
    if address != UNSPECIFIED_ADDRESS:
        return False
    only_v6 = not target.scope.proxy.supports_ipv4
    return target.bind == ("::" if only_v6 else UNSPECIFIED_ADDRESS) and not (
        only_v6 and target.service.from_kubernetes
    )
