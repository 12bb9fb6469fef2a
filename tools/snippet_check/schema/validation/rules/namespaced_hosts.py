"""Hosts with a namespace, as Gateways and Sidecars name them: `namespace/host`, `./host`, `*/host`.

Source: Istio pkg/config/validation/agent (ValidateNamespaceSlashWildcardHostname).
"""

from __future__ import annotations

from collections.abc import Iterator

from snippet_check.resource import FieldPath
from snippet_check.schema.validation.rules.addresses import is_ip
from snippet_check.schema.validation.rules.domains import is_label, is_partial_wildcard, wildcard_domain
from snippet_check.schema.validation.violation import Violation, error


def gateway_host(text: str, path: FieldPath) -> Iterator[Violation]:
    """The namespace may be left out; the host may be an IP address."""
    namespace, slash, host = text.partition("/")
    if slash:
        yield from _namespace(namespace, host, ("*", "."), path)
    yield from _host(host if slash else namespace, path, addresses=True)


def sidecar_host(text: str, path: FieldPath) -> Iterator[Violation]:
    """`~` as namespace stands for no host at all."""
    namespace, slash, host = text.partition("/")
    if not slash:
        yield error("namespaced_host.no_namespace", path)
        return
    yield from _namespace(namespace, host, ("*", ".", "~"), path)
    yield from _host(host, path, addresses=False)


def _namespace(namespace: str, host: str, special: tuple[str, ...], path: FieldPath) -> Iterator[Violation]:
    if not namespace or not host:
        yield error("namespaced_host.empty_part", path)
    if namespace not in special and not is_label(namespace):
        yield error("namespaced_host.namespace", path, namespace=namespace)


def _host(host: str, path: FieldPath, *, addresses: bool) -> Iterator[Violation]:
    if host != "*" and "." not in host:
        yield error("namespaced_host.short", path)
    if not (addresses and is_ip(host)):
        yield from wildcard_domain(host, path)
    if is_partial_wildcard(host):
        yield error("domain.partial_wildcard", path, host=host)
