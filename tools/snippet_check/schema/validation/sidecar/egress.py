"""Listeners for what goes out of a workload, and the hosts it may call.

Source: Istio pkg/config/validation (ValidateSidecar, validateSidecarEgressPortBindAndCaptureMode).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from snippet_check.resource import Content, FieldPath
from snippet_check.schema.validation.rules import ports
from snippet_check.schema.validation.rules.addresses import UNIX, ip, unix_socket
from snippet_check.schema.validation.rules.namespaced_hosts import sidecar_host
from snippet_check.schema.validation.sidecar.ingress import listener_port, port_once
from snippet_check.schema.validation.violation import Violation, error, warning


def egress(listeners: Sequence[Content], namespace: str) -> Iterator[Violation]:
    numbers: set[int] = set()
    sockets: set[str] = set()
    for i, listener in enumerate(listeners):
        path = ("spec", "egress", i)
        port = listener.get("port")
        if port is None:
            if i < len(listeners) - 1:
                yield error("sidecar.catch_all_not_last", path)
        elif port.get("number", 0):
            yield from _ip_listener(listener, port, numbers, path)
        else:
            yield from _socket_listener(listener, port, sockets, path)
        yield from _hosts(listener.get("hosts", ()), namespace, path)


def _ip_listener(listener: Content, port: Content, numbers: set[int], path: FieldPath) -> Iterator[Violation]:
    yield from listener_port(port, (*path, "port"))
    yield from ports.port_number(port["number"], (*path, "port", "number"))
    if bind := listener.get("bind"):
        yield from ip(bind, (*path, "bind"))
    yield from port_once(port["number"], numbers, (*path, "port", "number"))


def _socket_listener(listener: Content, port: Content, sockets: set[str], path: FieldPath) -> Iterator[Violation]:
    bind = listener.get("bind", "")
    yield from listener_port(port, (*path, "port"))
    if bind.startswith(UNIX):
        yield from unix_socket(bind.removeprefix(UNIX), (*path, "bind"))
    else:
        yield error("sidecar.port_without_number", (*path, "port"))
    if listener.get("captureMode", "DEFAULT") not in ("DEFAULT", "NONE"):
        yield error("sidecar.socket_capture", (*path, "captureMode"))
    if bind in sockets:
        yield error("sidecar.socket_twice", (*path, "bind"))
    sockets.add(bind)


def _hosts(hosts: Sequence[str], namespace: str, path: FieldPath) -> Iterator[Violation]:
    if not hosts:
        yield error("sidecar.no_hosts", path)
    seen: dict[str, set[str]] = defaultdict(set)
    for i, host in enumerate(hosts):
        where = (*path, "hosts", i)
        yield from _once(host, namespace, seen, where)
        yield from sidecar_host(host, where)
    if "*" in seen and "*" in seen["*"] and len(seen) > 1:
        yield warning("sidecar.everything_and_more", (*path, "hosts"))


def _once(host: str, namespace: str, seen: dict[str, set[str]], path: FieldPath) -> Iterator[Violation]:
    """Each host counts once, and `*` of a namespace leaves nothing more to name there."""
    scope, slash, name = host.partition("/")
    if not slash:
        return
    names = seen[namespace if scope == "." else scope]
    if names if name == "*" else names & {name, "*"}:
        yield warning("sidecar.host_twice", path, host=host)
    names.add(name)
