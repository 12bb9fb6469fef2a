"""The destinations that a VirtualService names, and where it names them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from snippet_check.mesh.content import mapping, mappings, number, text
from snippet_check.resource import Content, FieldPath, Resource


class Destination(NamedTuple):
    """A destination; `path` leads to its content, `reported` to the host as Istio looks for it."""

    path: FieldPath
    content: Content
    reported: FieldPath

    @property
    def host(self) -> str:
        return text(self.content, "host")

    @property
    def subset(self) -> str:
        return text(self.content, "subset")

    @property
    def port(self) -> int | None:
        """The port's number, None where no port is named."""
        return number(self.content["port"], "number") if "port" in self.content else None


def route_destinations(virtual_service: Resource) -> Iterator[Destination]:
    """What tcp, tls and http routes send traffic to."""
    for protocol in ("tcp", "tls", "http"):
        for i, rule in enumerate(mappings(virtual_service.spec, protocol)):
            for j, route in enumerate(mappings(rule, "route")):
                path = ("spec", protocol, i, "route", j, "destination")
                yield Destination(path, mapping(route, "destination"), (*path, "host"))


def mirror_destinations(virtual_service: Resource) -> Iterator[Destination]:
    """What http routes mirror traffic to."""
    for i, rule in enumerate(mappings(virtual_service.spec, "http")):
        if "mirror" in rule:
            path: FieldPath = ("spec", "http", i, "mirror")
            yield Destination(path, mapping(rule, "mirror"), (*path, "host"))
        for j, mirror in enumerate(mappings(rule, "mirrors")):
            path = ("spec", "http", i, "mirrors", j)
            # Istio looks for a host beside the destination, where there is none.
            yield Destination((*path, "destination"), mapping(mirror, "destination"), (*path, "host"))
