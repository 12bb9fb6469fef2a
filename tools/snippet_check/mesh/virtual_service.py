"""VirtualServices with every name in them resolved.

Source: Istio 1.30 pilot/pkg/model/virtualservice.go (ResolveVirtualServiceShortnames).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from snippet_check.mesh.config_path import config_path
from snippet_check.mesh.content import double, mapping, mappings, number, text, texts
from snippet_check.mesh.creation import created
from snippet_check.mesh.mesh import MESH_GATEWAY
from snippet_check.mesh.specificity import full_name
from snippet_check.resource import Content, Place, Resource

Semantics = Literal["", "ingress", "gateway"]
"""Whose rules a route obeys: a VirtualService's own, those of an Ingress, or the Gateway API's."""


@dataclass(frozen=True, slots=True, eq=False)
class Destination:
    """Where traffic goes; port 0 stands for none."""

    host: str
    subset: str = ""
    port: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class WeightedDestination:
    """One of a rule's destinations; `content` holds its headers."""

    destination: Destination | None
    weight: int
    content: Content
    source: Place


@dataclass(frozen=True, slots=True, eq=False)
class Match:
    """One match of a rule: HTTPMatchRequest, TLSMatchAttributes or L4MatchAttributes, gateways resolved."""

    content: Content
    gateways: tuple[str, ...]
    sources: tuple[Place, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Mirror:
    """A copy of the traffic; `percentage` is None for all of it."""

    destination: Destination | None
    percentage: float | None
    source: Place


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """An HTTPRoute, TLSRoute or TCPRoute of a VirtualService; other fields than these are read from `content`."""

    content: Content
    name: str
    matches: tuple[Match, ...]
    destinations: tuple[WeightedDestination, ...]
    mirror: Mirror | None
    mirrors: tuple[Mirror, ...]
    sources: tuple[Place, ...]
    """The rule, and before it the one that delegates to it."""


@dataclass(frozen=True, slots=True, eq=False)
class VirtualService:
    """A VirtualService, or what an Ingress or a route of the Gateway API becomes."""

    name: str
    namespace: str
    hosts: tuple[str, ...]
    gateways: tuple[str, ...]
    """"namespace/name" or "mesh"; never empty."""
    http: tuple[Rule, ...]
    tls: tuple[Rule, ...]
    tcp: tuple[Rule, ...]
    export_to: frozenset[str]
    created: str
    source: Place
    semantics: Semantics = ""

    @property
    def config(self) -> str:
        """The path under which istiod knows it, even where it is a route or an Ingress that was written."""
        return config_path("virtual-service", self.namespace, self.name)


def virtual_service(resource: Resource, semantics: Semantics = "") -> VirtualService:
    """A resource in VirtualService's schema, read."""
    spec, namespace = resource.spec, resource.namespace
    return VirtualService(
        name=resource.name,
        namespace=namespace,
        hosts=tuple(full_name(host, namespace) for host in texts(spec, "hosts")),
        gateways=tuple(gateway_name(name, namespace) for name in texts(spec, "gateways")) or (MESH_GATEWAY,),
        http=_rules(resource, "http"),
        tls=_rules(resource, "tls"),
        tcp=_rules(resource, "tcp"),
        export_to=frozenset(texts(spec, "exportTo")),
        created=created(resource),
        source=resource.at(),
        semantics=semantics,
    )


def gateway_name(name: str, namespace: str) -> str:
    """The "namespace/name" of a gateway as a rule of `namespace` writes it; "mesh" stays."""
    if name == MESH_GATEWAY:
        return name
    owner, slash, rest = name.partition("/")
    if slash:
        return f"{namespace}/{rest}" if owner == "." else name
    short, dot, rest = name.partition(".")
    return f"{rest.partition('.')[0]}/{short}" if dot else f"{namespace}/{name}"


def destinations(rule: Rule) -> Iterator[Destination]:
    """All that a rule sends traffic to: its destinations, then its mirrors."""
    yield from (weighted.destination for weighted in rule.destinations if weighted.destination)
    yield from (mirror.destination for mirror in all_mirrors(rule) if mirror.destination)


def all_mirrors(rule: Rule) -> Iterator[Mirror]:
    """`mirror` with its percentage, which stands beside it, then `mirrors`."""
    if rule.mirror:
        share = percentage(rule.content, "mirrorPercentage")
        if share is None and rule.content.get("mirrorPercent") is not None:
            share = float(number(rule.content, "mirrorPercent"))
        yield replace(rule.mirror, percentage=share)
    yield from rule.mirrors


def _rules(resource: Resource, kind: str) -> tuple[Rule, ...]:
    return tuple(
        Rule(
            content=rule,
            name=text(rule, "name"),
            matches=tuple(_matches(rule, resource, kind, i)),
            destinations=tuple(_destinations(rule, resource, kind, i)),
            mirror=_mirror(rule, resource, i),
            mirrors=tuple(_mirrors(rule, resource, i)),
            sources=(resource.at("spec", kind, i),),
        )
        for i, rule in enumerate(mappings(resource.spec, kind))
    )


def _matches(rule: Content, resource: Resource, kind: str, i: int) -> Iterator[Match]:
    for j, match in enumerate(mappings(rule, "match")):
        gateways = tuple(gateway_name(name, resource.namespace) for name in texts(match, "gateways"))
        yield Match(match, gateways, (resource.at("spec", kind, i, "match", j),))


def _destinations(rule: Content, resource: Resource, kind: str, i: int) -> Iterator[WeightedDestination]:
    for j, item in enumerate(mappings(rule, "route")):
        place = resource.at("spec", kind, i, "route", j)
        yield WeightedDestination(_destination(item, "destination", resource), number(item, "weight"), item, place)


def _mirror(rule: Content, resource: Resource, i: int) -> Mirror | None:
    one = _destination(rule, "mirror", resource)
    return Mirror(one, None, resource.at("spec", "http", i, "mirror")) if one else None


def _mirrors(rule: Content, resource: Resource, i: int) -> Iterator[Mirror]:
    for j, item in enumerate(mappings(rule, "mirrors")):
        place = resource.at("spec", "http", i, "mirrors", j)
        yield Mirror(_destination(item, "destination", resource), percentage(item, "percentage"), place)


def percentage(content: Content, field: str) -> float | None:
    """The value of a Percent message, 0 to 100; None where the message is absent."""
    message = content.get(field)
    return double(message, "value") if isinstance(message, dict) else None


def _destination(content: Content, field: str, resource: Resource) -> Destination | None:
    found = content.get(field)
    if not isinstance(found, dict):
        return None
    host = full_name(text(found, "host"), resource.namespace)
    return Destination(host, text(found, "subset"), number(mapping(found, "port"), "number"))
