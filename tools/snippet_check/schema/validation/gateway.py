"""Gateway: its servers. Source: Istio pkg/config/validation (ValidateGateway, validateServer)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from snippet_check.resource import FieldPath, Resource
from snippet_check.schema.validation.rules import ports
from snippet_check.schema.validation.rules.addresses import UNIX, ip, unix_socket
from snippet_check.schema.validation.rules.domains import is_label
from snippet_check.schema.validation.rules.namespaced_hosts import gateway_host
from snippet_check.schema.validation.rules.server_tls import passes_through, server_tls
from snippet_check.schema.validation.violation import Violation, error, warning

Server = Mapping[str, Any]
Port = Mapping[str, Any]


def validate(resource: Resource) -> Iterator[Violation]:
    if not is_label(resource.name):
        yield error("gateway.name", ("metadata", "name"), name=resource.name)
    servers = resource.spec.get("servers", ())
    if not servers:
        yield error("gateway.no_servers", ("spec",))
    names: set[str] = set()
    for i, server in enumerate(servers):
        path = ("spec", "servers", i)
        yield from _server(server, path)
        if (port := server.get("port")) is not None:
            yield from _name_once(port.get("name", ""), names, path)
            yield from _redirect(server, port, path)


def _server(server: Server, path: FieldPath) -> Iterator[Violation]:
    hosts = server.get("hosts", ())
    if not hosts:
        yield error("gateway.no_hosts", path)
    for i, host in enumerate(hosts):
        yield from gateway_host(host, (*path, "hosts", i))
    bind, tls = server.get("bind", ""), server.get("tls")
    wrong_port = tuple(_port(server.get("port"), bind, path))
    yield from wrong_port
    yield from _bind(server.get("port"), bind, (*path, "bind"))
    if tls is not None:
        yield from server_tls(tls, (*path, "tls"))
    if not wrong_port:
        yield from _protocol_and_tls(server["port"]["protocol"].lower(), tls, path)


def _port(port: Port | None, bind: str, path: FieldPath) -> Iterator[Violation]:
    if port is None:
        yield error("gateway.no_port", path)
        return
    path = (*path, "port")
    protocol, number = port.get("protocol", ""), port.get("number", 0)
    if protocol.lower() not in ports.PROTOCOLS:
        yield error("gateway.protocol", (*path, "protocol"), protocol=protocol)
    if number or not bind.startswith(UNIX):
        yield from ports.port_number(number, (*path, "number"))
    if port.get("targetPort"):
        yield error("gateway.target_port", (*path, "targetPort"))
    if not port.get("name"):
        yield error("gateway.no_port_name", (*path, "name"), port=_text(port))


def _bind(port: Port | None, bind: str, path: FieldPath) -> Iterator[Violation]:
    if bind.startswith(UNIX):
        yield from unix_socket(bind.removeprefix(UNIX), path)
        if port is not None and port.get("number"):
            yield error("gateway.socket_with_port", path, port=_text(port))
    elif bind:
        yield from ip(bind, path)


def _protocol_and_tls(protocol: str, tls: Mapping[str, Any] | None, path: FieldPath) -> Iterator[Violation]:
    """HTTPS and TLS need a `tls`; of the others only HTTP may have one, and only to redirect."""
    if protocol in ports.TLS:
        if tls is None:
            yield error("gateway.no_tls", path)
    elif tls is not None:
        if protocol not in ports.HTTP:
            yield error("gateway.tls_without_protocol", (*path, "tls"))
        elif not passes_through(tls) or any(map(tls.get, ("caCertificates", "privateKey", "serverCertificate"))):
            yield error("gateway.tls_in_plain_http", (*path, "tls"))


def _name_once(name: str, names: set[str], path: FieldPath) -> Iterator[Violation]:
    if name in names:
        yield error("gateway.port_name_twice", (*path, "port", "name"), name=name)
    names.add(name)


def _redirect(server: Server, port: Port, path: FieldPath) -> Iterator[Violation]:
    if server.get("tls", {}).get("httpsRedirect") and port.get("protocol", "").lower() not in ports.HTTP:
        yield warning("gateway.redirect_without_http", (*path, "tls", "httpsRedirect"))


def _text(port: Port) -> str:
    return ", ".join(f"{key}: {value}" for key, value in sorted(port.items()) if value)
