"""The listeners of a sidecar's calls out.

Source: Istio 1.30 pilot/pkg/networking/core/listener.go (buildSidecarOutboundListeners).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from snippet_check.envoy import Filter, FilterChain, FilterChainMatch, Listener, ListenerFilter
from snippet_check.mesh.addresses import local_hosts, service_address, service_addresses, wildcards
from snippet_check.mesh.content import number
from snippet_check.mesh.egress import EgressListener
from snippet_check.mesh.hosts import HostIndex
from snippet_check.mesh.mesh import MESH_GATEWAY
from snippet_check.mesh.protocol import Protocol
from snippet_check.mesh.registry import registry
from snippet_check.mesh.service import UNSPECIFIED_ADDRESS, Port, Resolution, Service
from snippet_check.mesh.sidecar_scope import SidecarScope
from snippet_check.mesh.specificity import is_ip
from snippet_check.mesh.virtual_service import VirtualService
from snippet_check.translate.listeners.chains import HTTP_INSPECTOR, PLAINTEXT_HTTP, TLS_INSPECTOR, Chain, filter_chain
from snippet_check.translate.listeners.entries import Entries, Entry, adds_nothing
from snippet_check.translate.listeners.http_manager import http_manager
from snippet_check.translate.listeners.inbound_ports import wildcard
from snippet_check.translate.listeners.network_filters import to_cluster
from snippet_check.translate.listeners.ports import detection_timeout, is_privileged, outbound_port, reserved_ports
from snippet_check.translate.listeners.tcp_chains import Target, tcp_chains
from snippet_check.translate.routes.outbound import (
    BLACK_HOLE_CLUSTER,
    HTTP_PROXY_ROUTE,
    UNIX_PREFIX,
    unknown_hosts_cluster,
)

VIRTUAL_OUTBOUND = "virtualOutbound"
PASSTHROUGH_CHAIN = "PassthroughFilterChain"


def outbound_listeners(scope: SidecarScope) -> tuple[Listener, ...]:
    """One listener for each port of HTTP services, one for each address and port of others, and virtualOutbound."""
    entries = Entries()
    for listener in scope.egress_listeners:
        if listener.port is None:
            entries.lock()
        _Offer(scope, listener, entries).make()
    fallback = to_cluster(unknown_hosts_cluster(scope))
    made = [_listener(scope, entry, fallback) for entry in entries.all()]
    made.sort(key=lambda one: one.name)
    return (*made, *_http_proxy(scope), *_virtual_outbound(scope, fallback))


class _Offer:
    """One egress listener's services, offered at their addresses."""

    def __init__(self, scope: SidecarScope, listener: EgressListener, entries: Entries) -> None:
        self._scope = scope
        self._listener = listener
        self._entries = entries
        self._wildcard = wildcard(scope)
        binds_itself = listener.capture_mode == "NONE" or listener.bind.startswith(UNIX_PREFIX)
        self._bind_to_port = binds_itself or not scope.proxy.intercepts
        own = local_hosts(scope.proxy) if self._bind_to_port else ()
        self._binds_of_all = (listener.bind,) if listener.bind else own
        """Where all services are listened for, () where each is at its own address."""
        self._bind = next(iter(self._binds_of_all), "")
        self._rules = _RulesByHost(listener.virtual_services)

    def make(self) -> None:
        """Adds what the services need to the entries."""
        if self._listener.port is not None:
            if self._is_free(self._listener.port):
                for service in self._listener.services:
                    self._add(service, self._listener.port, self._bind)
            return
        for service in self._listener.services:
            for port in service.ports:
                if self._is_free(port):
                    self._offer(service, port)

    def _is_free(self, port: Port) -> bool:
        """Whether the proxy may listen there: its own listeners are in the way at the wildcard address only."""
        if self._bind_to_port and is_privileged(port.number, self._scope.proxy):
            return False
        if self._bind not in ("", self._wildcard) or (not self._bind and not port.protocol.is_http):
            return True
        return port.number not in reserved_ports(self._scope.mesh)

    def _offer(self, service: Service, port: Port) -> None:
        """At the service's address; without one, TCP is offered at the address of every endpoint."""
        if self._bind or not self._is_without_address(service, port):
            self._add(service, port, self._bind)
            return
        instances = registry(self._scope.mesh).instances(service).get(port.number, ())
        if not instances and not service.from_kubernetes and not service.selector:
            self._add(service, port, "")
        for instance in instances:
            if is_ip(instance.address) and instance.address != self._scope.proxy.ip:
                self._add(service, port, instance.address)

    def _is_without_address(self, service: Service, port: Port) -> bool:
        return (
            service.resolution is Resolution.NONE
            and service_address(service, self._scope.proxy) == UNSPECIFIED_ADDRESS
            and not port.protocol.is_http
            and port.protocol is not Protocol.UDP
        )

    def _add(self, service: Service, port: Port, bind: str) -> None:
        if service.resolution is Resolution.ALIAS or port.protocol is Protocol.UDP:
            return
        binds, cidrs = self._binds(service, port, bind)
        held = self._entries.get(binds[0], port.number)
        if held is not None and (held.locked or adds_nothing(held, port.protocol)):
            return
        chains = self._chains(service, port, binds[0], cidrs)
        protocol = Protocol.UNSUPPORTED if self._sniffs(port.protocol, binds[0]) else port.protocol
        self._entries.add(Entry(binds, port.number, self._bind_to_port, protocol, chains), port.protocol)

    def _binds(self, service: Service, port: Port, bind: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Where a service's port is listened on, and the blocks that its connections go to if that is anywhere."""
        if bind:
            return (bind, *(self._binds_of_all[1:] if bind == self._bind else ())), ()
        everywhere = wildcards(self._scope.proxy)
        if port.protocol.is_http:
            return everywhere, ()
        first = service_address(service, self._scope.proxy)
        addresses = (first, *service_addresses(service, self._scope.proxy)[1:])
        if "/" in first:
            return everywhere, addresses
        if first == UNSPECIFIED_ADDRESS and not service.from_kubernetes:
            return everywhere, ()
        return addresses, ()

    def _chains(self, service: Service, port: Port, bind: str, cidrs: tuple[str, ...]) -> list[Chain]:
        protocol = port.protocol
        if protocol.is_http:
            sniffs = self._sniffs(protocol, bind)
            return [self._http_chain(service, port, bind, str(port.number) if port.number else bind, sniffs)]
        rules = self._rules.of(service.hostname)
        target = Target(self._scope, service, port, bind, cidrs, rules, frozenset({MESH_GATEWAY}))
        chains = tcp_chains(target)
        if protocol.is_unsupported:
            shared = not port.number or bind == self._wildcard
            routes = (str(port.number) if port.number else bind) if shared else f"{service.hostname}:{port.number}"
            chains.append(self._http_chain(service, port, bind, routes, sniffs=True))
        return chains

    def _sniffs(self, protocol: Protocol, bind: str) -> bool:
        """Whether a port for HTTP takes TCP as well: where all services are listened for, others may share it."""
        return protocol.is_http and protocol is not Protocol.HTTP_PROXY and bind == self._wildcard

    def _http_chain(self, service: Service, port: Port, bind: str, routes: str, sniffs: bool) -> Chain:
        manager = http_manager(
            self._scope,
            f"outbound_{bind}_{port.number};",
            routes,
            protocol=port.protocol,
            dns_cache=service.dns_cache,
        )
        return Chain(
            (manager,),
            application_protocols=PLAINTEXT_HTTP if sniffs else (),
            transport_protocol="raw_buffer" if sniffs else "",
            sources=(port.source or service.source,),
        )


class _RulesByHost:
    """VirtualServices with TCP or TLS rules, by the hosts they overlap."""

    def __init__(self, rules: Iterable[VirtualService]) -> None:
        self._rules = [one for one in rules if one.tcp or one.tls]
        self._places: dict[str, list[int]] = defaultdict(list)
        for place, one in enumerate(self._rules):
            for host in one.hosts:
                self._places[host].append(place)
        self._index = HostIndex(self._places)

    def of(self, hostname: str) -> tuple[VirtualService, ...]:
        """Those for a service's host, in their order."""
        places = {place for host in self._index.overlapping(hostname) for place in self._places[host]}
        return tuple(self._rules[place] for place in sorted(places))


def _listener(scope: SidecarScope, entry: Entry, fallback: tuple[Filter, ...]) -> Listener:
    """A chain that takes all becomes the default one; without such a chain unknown traffic has its own."""
    chains = [filter_chain(chain) for chain in entry.chains if not chain.matches_all]
    default: FilterChain | None = next((filter_chain(c) for c in reversed(entry.chains) if c.matches_all), None)
    if default is None:
        default = FilterChain(fallback, name=PASSTHROUGH_CHAIN)
    elif not chains:
        chains, default = [default], None
    address = entry.binds[0]
    inspectors = tuple(_inspectors(entry.chains))
    return Listener(
        name=f"{address}_{entry.port}",
        address=address,
        port=entry.port,
        filter_chains=tuple(chains),
        default_filter_chain=default,
        bind_to_port=entry.bind_to_port,
        listener_filters=inspectors,
        listener_filters_timeout=detection_timeout(scope.mesh) if HTTP_INSPECTOR in inspectors else 0.0,
        additional_addresses=entry.binds[1:],
        sources=tuple(dict.fromkeys(place for chain in entry.chains for place in chain.sources)),
    )


def _inspectors(chains: list[Chain]) -> Iterator[ListenerFilter]:
    if any(chain.inspects_tls for chain in chains):
        yield TLS_INSPECTOR
    if any(chain.application_protocols for chain in chains):
        yield HTTP_INSPECTOR


def _http_proxy(scope: SidecarScope) -> Iterator[Listener]:
    """The listener of MeshConfig's proxyHttpPort, for applications that speak to an HTTP proxy themselves."""
    port = number(scope.mesh.mesh_config, "proxyHttpPort")
    if port:
        address, *others = local_hosts(scope.proxy)
        name = f"{address}_{port}"
        manager = http_manager(scope, f"outbound_{name};", HTTP_PROXY_ROUTE)
        chain = filter_chain(Chain((manager,)))
        yield Listener(name, address, port, (chain,), listener_filters_timeout=0.0, additional_addresses=tuple(others))


def _virtual_outbound(scope: SidecarScope, fallback: tuple[Filter, ...]) -> Iterator[Listener]:
    """Where intercepted connections arrive. One that is sent here by its own port goes nowhere."""
    if not scope.proxy.intercepts:
        return
    port = outbound_port(scope.mesh)
    blackhole = FilterChain(
        to_cluster(BLACK_HOLE_CLUSTER), FilterChainMatch(destination_port=port), "virtualOutbound-blackhole"
    )
    yield Listener(
        name=VIRTUAL_OUTBOUND,
        address=wildcard(scope),
        port=port,
        filter_chains=(blackhole, FilterChain(fallback, name="virtualOutbound-catchall-tcp")),
        use_original_dst=True,
    )
