"""Listeners for what comes in to a workload. Source: Istio pkg/config/validation (ValidateSidecar)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from snippet_check.resource import Content, FieldPath
from snippet_check.schema.validation.rules import ports
from snippet_check.schema.validation.rules.addresses import UNIX, ip, unix_socket
from snippet_check.schema.validation.rules.connection_pools import connection_pool
from snippet_check.schema.validation.rules.numbers import go_integer
from snippet_check.schema.validation.rules.server_tls import mode_of, server_tls
from snippet_check.schema.validation.violation import Violation, error, warning

_host_and_port = re.compile(r"(?:\[(?P<bracketed>[^\[\]]*)\]|(?P<host>[^:\[\]]*)):(?P<port>[^:\[\]]*)").fullmatch
_LOCAL = frozenset(("", "127.0.0.1", "0.0.0.0", "::1", "::"))
_UNSUPPORTED_TLS = ("subjectAltNames", "httpsRedirect", "credentialName", "credentialNames", "tlsCertificates")


def ingress(listeners: Sequence[Content]) -> Iterator[Violation]:
    numbers: set[int] = set()
    for i, listener in enumerate(listeners):
        path = ("spec", "ingress", i)
        port = listener.get("port")
        if port is None:
            yield error("sidecar.no_port", path)
            continue
        yield from listener_port(port, (*path, "port"))
        yield from ports.port_number(port.get("number", 0), (*path, "port", "number"))
        if bind := listener.get("bind"):
            yield from ip(bind, (*path, "bind"))
        yield from port_once(port.get("number", 0), numbers, (*path, "port", "number"))
        yield from _endpoint(listener.get("defaultEndpoint", ""), (*path, "defaultEndpoint"))
        yield from _tls(listener, port, path)
        yield from _pool(listener, port, path)


def listener_port(port: Content, path: FieldPath) -> Iterator[Violation]:
    if port.get("targetPort"):
        yield error("sidecar.target_port", (*path, "targetPort"))
    if name := port.get("name"):
        yield from ports.port_name(name, (*path, "name"))
    yield from ports.protocol(port.get("protocol", ""), (*path, "protocol"))


def port_once(number: int, numbers: set[int], path: FieldPath) -> Iterator[Violation]:
    """Two listeners never share a port, whatever they bind to."""
    if number in numbers:
        yield error("sidecar.port_twice", path)
    numbers.add(number)


def _endpoint(endpoint: str, path: FieldPath) -> Iterator[Violation]:
    """Where the proxy hands requests over to the application: a port of this host, or a socket."""
    if endpoint.startswith(UNIX):
        yield from unix_socket(endpoint.removeprefix(UNIX), path)
    elif endpoint:
        yield from _host_port(endpoint, path)


def _host_port(endpoint: str, path: FieldPath) -> Iterator[Violation]:
    host, port = "", ""
    if match := _host_and_port(endpoint):
        host, port = match["bracketed"] or match["host"] or "", match["port"]
    else:
        yield error("sidecar.endpoint", path, endpoint=endpoint)
    if host not in _LOCAL:
        yield error("sidecar.endpoint_host", path)
    if (number := go_integer(port)) is None:
        yield error("sidecar.endpoint_port", path, port=port)
    else:
        yield from ports.port_number(number, path)


def _tls(listener: Content, port: Content, path: FieldPath) -> Iterator[Violation]:
    if (tls := listener.get("tls")) is None:
        return
    path = (*path, "tls")
    for field in _UNSUPPORTED_TLS:
        if tls.get(field):
            yield error("sidecar.unsupported_tls", (*path, field), field=field)
    if (mode := mode_of(tls)) in ("ISTIO_MUTUAL", "AUTO_PASSTHROUGH"):
        yield error("sidecar.tls_mode", (*path, "mode"), mode=mode)
    if port.get("protocol", "").lower() not in ports.TLS:
        yield error("sidecar.tls_without_protocol", path)
    yield from server_tls(tls, path)


def _pool(listener: Content, port: Content, path: FieldPath) -> Iterator[Violation]:
    pool = listener.get("connectionPool")
    if pool is None:
        return
    yield from connection_pool(pool, (*path, "connectionPool"))
    protocol = port.get("protocol", "")
    if "http" in pool and protocol.lower() not in ports.HTTP:
        where = (*path, "connectionPool", "http")
        number, name = port.get("number", 0), port.get("name", "")
        yield warning("sidecar.http_pool_without_http", where, number=number, name=name, protocol=protocol)
