"""Istio Gateways as VirtualServices refer to them, and the hosts they open to whom."""

from __future__ import annotations

from collections.abc import Iterator

from snippet_check.mesh.content import mappings, texts
from snippet_check.resource import FullName, Resource


def gateway_name(reference: str, namespace: str) -> FullName:
    """The Gateway that an entry of `gateways` names: `name` beside the VirtualService, or `namespace/name`."""
    before, slash, after = reference.partition("/")
    return FullName(before, after) if slash else FullName(namespace, reference)


def server_hosts(hosts: list[str], namespace: str) -> list[str]:
    """A server's hosts with `./` and `*/` written out; `*/*` stands for them all.

    Source: sanitizeServerHostNamespace in Istio's virtualservice.GatewayAnalyzer.
    """
    rewritten: list[str] = []
    for host in hosts:
        scope, slash, rest = host.partition("/")
        name = rest.partition("/")[0]
        if slash and scope == "*" and name == "*":
            return ["*"]
        rewritten.append(f"{namespace}/{name}" if slash and scope == "." else name if slash and scope == "*" else host)
    return rewritten


def hosts_open_to(gateway: Resource, namespace: str) -> Iterator[str]:
    """The hosts of a Gateway's servers that VirtualServices of `namespace` may use."""
    for server in mappings(gateway.spec, "servers"):
        for host in server_hosts(texts(server, "hosts"), gateway.namespace):
            scope, slash, name = host.partition("/")
            if not slash:
                yield host
            elif scope in (namespace, "*"):
                yield name
