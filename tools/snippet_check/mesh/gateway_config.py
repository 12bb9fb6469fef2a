"""Gateways as istiod configures proxies from them: Istio's own, and what Ingresses and the Gateway API become.

Source: Istio 1.30 pilot/pkg/model/gateway.go and pkg/config/gateway.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from snippet_check.mesh.content import mapping, mappings, number, strings, text, texts
from snippet_check.mesh.creation import created
from snippet_check.mesh.protocol import Protocol, parse
from snippet_check.resource import Content, Place, Resource

PASSTHROUGH_MODES = ("PASSTHROUGH", "AUTO_PASSTHROUGH")


@dataclass(frozen=True, slots=True, eq=False)
class GatewayServer:
    """One server of a Gateway. Compared by identity."""

    gateway: str
    """"namespace/name" of its Gateway, as VirtualServices name it."""
    name: str
    port: int
    port_name: str
    protocol_name: str
    """As written: two spellings of one protocol are two listeners to istiod."""
    hosts: tuple[str, ...]
    """"namespace/host", or "host" for every namespace."""
    bind: str
    tls: Content | None
    source: Place

    @property
    def protocol(self) -> Protocol:
        return parse(self.protocol_name)

    @property
    def tls_mode(self) -> str:
        """The mode of `tls`: PASSTHROUGH where it says none; "" without `tls`."""
        return "" if self.tls is None else text(self.tls, "mode") or "PASSTHROUGH"

    @property
    def redirects_to_https(self) -> bool:
        return self.tls is not None and self.tls.get("httpsRedirect") is True

    @property
    def is_passthrough(self) -> bool:
        """Whether TLS goes through as it is."""
        return self.tls_mode in PASSTHROUGH_MODES

    @property
    def is_tls(self) -> bool:
        """Whether connections are TLS, ended here or not. An HTTP server has `tls` only to redirect."""
        return self.tls is not None and not self.protocol.is_http

    @property
    def is_http(self) -> bool:
        """Whether the server understands HTTP, after TLS or without."""
        return self.protocol.is_http or (self.protocol is Protocol.HTTPS and not self.is_passthrough)

    @property
    def server_names(self) -> tuple[str, ...]:
        """The hosts without their namespaces, as the SNI of a chain."""
        return tuple(sorted({host.partition("/")[2] if "/" in host else host for host in self.hosts}))


@dataclass(frozen=True, slots=True, eq=False)
class GatewayConfig:
    """A Gateway and whom it is for."""

    name: str
    namespace: str
    servers: tuple[GatewayServer, ...]
    selector: Mapping[str, str] | None
    """The labels of its proxies; None for all of them."""
    created: str
    services: frozenset[str] | None = None
    """Hostnames of the services whose workloads it is for, in `service_namespace`, in place of a selector."""
    service_namespace: str = ""


def gateway_config(resource: Resource) -> GatewayConfig:
    """An Istio Gateway, read."""
    full_name = f"{resource.namespace}/{resource.name}"
    servers = tuple(
        gateway_server(server, full_name, resource.namespace, resource.at("spec", "servers", i))
        for i, server in enumerate(mappings(resource.spec, "servers"))
        if isinstance(server.get("port"), dict)
    )
    selector = strings(resource.spec, "selector") or None
    return GatewayConfig(resource.name, resource.namespace, servers, selector, created(resource))


def gateway_server(content: Content, gateway: str, namespace: str, source: Place) -> GatewayServer:
    """One item of `servers`, in the Gateway of a "namespace/name"."""
    port, tls = mapping(content, "port"), content.get("tls")
    return GatewayServer(
        gateway=gateway,
        name=text(content, "name"),
        port=number(port, "number"),
        port_name=text(port, "name"),
        protocol_name=text(port, "protocol"),
        hosts=tuple(_hosts(texts(content, "hosts"), namespace)),
        bind=text(content, "bind"),
        tls=tls if isinstance(tls, dict) else None,
        source=source,
    )


def _hosts(written: Iterable[str], namespace: str) -> Iterator[str]:
    """Hosts with "./" written out and "*/" taken away; "*/*" stands for everything and hides the others."""
    hosts = list(written)
    if "*/*" in hosts:
        yield "*"
        return
    for host in hosts:
        owner, slash, name = host.partition("/")
        if not slash:
            yield host
        elif owner == "*":
            yield name
        else:
            yield f"{namespace}/{name}" if owner == "." else host
