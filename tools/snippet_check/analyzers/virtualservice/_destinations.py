"""The destinations that a VirtualService names, and where it names them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from snippet_check.resource import Content, FieldPath, Resource


class Destination(NamedTuple):
    """A destination; `path` leads to its content, `reported` to the host as Istio looks for it."""

    path: FieldPath
    content: Content
    reported: FieldPath

    @property
    def host(self) -> str:
        host: str = self.content.get("host", "")
        return host

    @property
    def subset(self) -> str:
        subset: str = self.content.get("subset", "")
        return subset


def route_destinations(virtual_service: Resource) -> Iterator[Destination]:
    """What tcp, tls and http routes send traffic to."""
    for protocol in ("tcp", "tls", "http"):
        for i, rule in enumerate(virtual_service.spec.get(protocol, ())):
            for j, route in enumerate(rule.get("route", ())):
                path = ("spec", protocol, i, "route", j, "destination")
                yield Destination(path, route.get("destination", {}), (*path, "host"))


def mirror_destinations(virtual_service: Resource) -> Iterator[Destination]:
    """What http routes mirror traffic to."""
    for i, rule in enumerate(virtual_service.spec.get("http", ())):
        if "mirror" in rule:
            path: FieldPath = ("spec", "http", i, "mirror")
            yield Destination(path, rule["mirror"], (*path, "host"))
        for j, mirror in enumerate(rule.get("mirrors", ())):
            path = ("spec", "http", i, "mirrors", j)
            # Istio looks for a host beside the destination, where there is none.
            yield Destination((*path, "destination"), mirror.get("destination", {}), (*path, "host"))
