"""All Gateways of one gateway proxy as a single one: which servers share a port, and which are left out.

Source: Istio 1.30 pilot/pkg/model/gateway.go (mergeGateways, resolvePorts).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from snippet_check.mesh.content import selects, whole
from snippet_check.mesh.gateway_config import GatewayConfig, GatewayServer
from snippet_check.mesh.gateway_configs import gateways_for
from snippet_check.mesh.mesh import Mesh
from snippet_check.mesh.protocol import Protocol, parse
from snippet_check.mesh.proxy import Proxy
from snippet_check.mesh.targets import ServiceTarget, service_targets

NO_TRANSLATION_LABEL = "experimental.istio.io/disable-gateway-port-translation"
"""On a Service: Gateways name its pods' ports, not its own."""


class ServerPort(NamedTuple):
    """What tells servers of one port apart before they are merged."""

    number: int
    """The port of the pod."""
    protocol: str
    bind: str


class Displaced(NamedTuple):
    """A server that is left out because of the protocol of another one on its port."""

    server: GatewayServer
    by: GatewayServer


@dataclass(slots=True, eq=False)
class PortServers:
    """The servers of one port."""

    route_name: str
    servers: list[GatewayServer]


@dataclass(slots=True, eq=False)
class MergedGateway:
    """The servers that count, by port and by the route configuration they use."""

    ports: dict[ServerPort, PortServers] = field(default_factory=dict)
    by_route_name: dict[str, list[GatewayServer]] = field(default_factory=dict)
    displaced: list[Displaced] = field(default_factory=list)
    _used: set[int] = field(default_factory=set)
    _plaintext: dict[int, ServerPort] = field(default_factory=dict)
    _tls_hosts: dict[int, dict[str, str]] = field(default_factory=dict)

    def add(self, server: GatewayServer, number: int) -> None:
        """Adds a server at a port of the pod; one that cannot share it with the servers there is left out."""
        if server.tls is not None and not new_hosts(server.hosts, server.bind, self._tls_hosts.setdefault(number, {})):
            return
        port = ServerPort(number, server.protocol_name, server.bind)
        if number not in self._used:
            self._used.add(number)
            self._add_first(server, port)
        elif number in self._plaintext:
            self._add_to_plaintext(server, port, self._plaintext[number])
        elif server.is_tls:
            self._add_to_tls(server, port)
        else:
            self._add_first(server, port)

    def service_ports(self) -> dict[int, frozenset[int]]:
        """The Gateways' own ports of HTTP servers, by the port in the name of their route configuration."""
        ports: dict[int, set[int]] = {}
        for name, servers in self.by_route_name.items():
            ports.setdefault(parsed_route_name(name)[0], set()).update(server.port for server in servers)
        return {port: frozenset(numbers) for port, numbers in ports.items()}

    def _add_first(self, server: GatewayServer, port: ServerPort) -> None:
        name = route_name(server, port.number)
        if not server.is_tls:
            self._plaintext[port.number] = port
        if server.is_http:
            self.by_route_name[name] = [server]
        self.ports[port] = PortServers(name, [server])

    def _add_to_plaintext(self, server: GatewayServer, port: ServerPort, current: ServerPort) -> None:
        name = route_name(server, port.number)
        if current.bind == port.bind:
            if _merge_as_http(server.protocol, parse(current.protocol)) and name:
                self.ports[current].servers.append(server)
                self.by_route_name.setdefault(name, []).append(server)
            else:
                self.displaced.append(Displaced(server, self.ports[current].servers[0]))
        elif port in self.ports:
            self.ports[port].route_name = name
            self.ports[port].servers.append(server)
            self.by_route_name.setdefault(name, []).append(server)
        else:
            self._add_first(server, port)

    def _add_to_tls(self, server: GatewayServer, port: ServerPort) -> None:
        if server.is_http:
            name = route_name(server, port.number)
            if name in self.by_route_name:
                return
            self.by_route_name[name] = [server]
        if port in self.ports:
            self.ports[port].servers.append(server)
        else:
            self.ports[port] = PortServers("", [server])


def merged_gateway(mesh: Mesh, proxy: Proxy) -> MergedGateway:
    """The Gateways that are for a proxy, merged."""
    merged = MergedGateway()
    targets = service_targets(mesh, proxy)
    for gateway in gateways_for(mesh, proxy.labels):
        reached = _reached(gateway, proxy, targets)
        if reached is not None:
            for server in gateway.servers:
                for number in _pod_ports(server.port, reached, gateway.services is None):
                    merged.add(server, number)
    return merged


def route_name(server: GatewayServer, number: int) -> str:
    """The route configuration of a server at a port of the pod; "" for one that understands no HTTP."""
    bind = f".{server.bind}" if server.bind else ""
    if server.protocol.is_http:
        return f"http.{number}{bind}"
    if server.protocol is Protocol.HTTPS and not server.is_passthrough:
        namespace, _, gateway = server.gateway.partition("/")
        return f"https.{server.port}.{server.port_name}.{gateway}.{namespace}{bind}"
    return ""


def parsed_route_name(name: str) -> tuple[int, str, str]:
    """The port, port name and "namespace/gateway" in the name of a gateway's route configuration."""
    kind, _, rest = name.partition(".")
    parts = rest.split(".")
    if kind == "http":
        return whole(rest), "", ""
    if kind == "https" and len(parts) == 4:
        port, port_name, gateway, namespace = parts
        return whole(port), port_name, f"{namespace}/{gateway}"
    return 0, "", ""


def new_hosts(hosts: Iterable[str], bind: str, known: dict[str, str]) -> bool:
    """Whether no host is known under the same bind; all of them are known from then on."""
    if any(known.get(host) == bind for host in hosts):
        return False
    known.update(dict.fromkeys(hosts, bind))
    return True


def _merge_as_http(one: Protocol, other: Protocol) -> bool:
    return one.is_http and other.is_http


def _reached(
    gateway: GatewayConfig, proxy: Proxy, targets: tuple[ServiceTarget, ...]
) -> tuple[ServiceTarget, ...] | None:
    """The service ports through which a Gateway reaches a proxy; None where it is not for this proxy."""
    if gateway.services is None:
        return targets if gateway.selector is None or selects(gateway.selector, proxy.labels) else None
    found = tuple(
        target
        for target in targets
        if target.service.hostname in gateway.services and target.service.namespace == gateway.service_namespace
    )
    return found or None


def _pod_ports(number: int, targets: Iterable[ServiceTarget], by_selector: bool) -> list[int]:
    """The pod's ports behind a Gateway's; a Gateway with a selector takes the first, or else its own number."""
    found = [
        target.target_port
        for target in targets
        if target.port.number == number and not (by_selector and NO_TRANSLATION_LABEL in target.service.labels)
    ]
    if by_selector:
        return found[:1] or [number]
    return sorted(set(found))
