"""No two Gateways for the same Pods claim the same host on the same port."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple, TypeAlias

from snippet_check.analyzers.gateway._selector import selector_of, selector_place
from snippet_check.diagnostics import Diagnostic, message_type
from snippet_check.mesh import Mesh
from snippet_check.mesh.content import mappings, number, text, texts
from snippet_check.mesh.pods import pods
from snippet_check.mesh.selectors import selector_text
from snippet_check.resource import Content, Resource

NAME = "gateway.ConflictingGatewayAnalyzer"
INPUTS = frozenset({"Gateway", "Pod"})

Claim: TypeAlias = tuple[str, str]
"""A host and the address that it is served at."""


class Listeners(NamedTuple):
    """The Gateways with one selector that listen on one port, and who of them claims a host at an address."""

    gateways: set[Resource]
    claims: dict[Claim, set[Resource]]


class _Notes:
    """What Istio comes to think of the others under a port and host of one Gateway.

    It notes the host and address of each server down for every Gateway that the server does not conflict with, in
    place of what stood there, and meets them again at the next server.
    """

    def __init__(self) -> None:
        self._addresses: dict[Resource, str] = {}
        self._pending: list[tuple[str, list[Listeners], set[Resource]]] = []

    def add(self, bind: str, met: list[Listeners], partners: set[Resource]) -> None:
        self._pending.append((bind, met, partners))

    def claimants(self, claim: Claim, met: list[Listeners]) -> set[Resource]:
        """Who claims the same, in the end."""
        for bind, listeners, partners in self._pending:
            others = {other for group in listeners for other in group.gateways} - partners
            self._addresses.update(dict.fromkeys(others, bind))
        self._pending.clear()
        found = {claimant for group in met for claimant in group.claims.get(claim, ())}
        noted = {other for other, bind in self._addresses.items() if bind == claim[1]}
        return {one for one in found if one not in self._addresses} | noted


def analyze(mesh: Mesh) -> Iterator[Diagnostic]:
    listeners = _listeners(mesh)
    meeting = _meeting(mesh, {selector for selector, _ in listeners})
    for gateway in mesh.of_kind("Gateway"):
        selector = selector_text(selector_of(gateway))
        if selector and not meeting[selector]:
            yield message_type("IST0101").at(selector_place(gateway), kind="selector", name=selector)
        else:
            yield from _conflicts(gateway, selector, meeting[selector], listeners)


def _listeners(mesh: Mesh) -> dict[tuple[str, int], Listeners]:
    """By selector and port. Of a Gateway's servers on one port only the last one's claims are seen by others."""
    found: dict[tuple[str, int], Listeners] = {}
    for gateway in mesh.of_kind("Gateway"):
        selector = selector_text(selector_of(gateway))
        last = {_port(server): _claims(server) for server in mappings(gateway.spec, "servers")}
        for port, claims in last.items():
            listeners = found.setdefault((selector, port), Listeners(set(), defaultdict(set)))
            listeners.gateways.add(gateway)
            for claim in claims:
                listeners.claims[claim].add(gateway)
    return found


def _meeting(mesh: Mesh, listening: set[str]) -> dict[str, list[str]]:
    """The listening selectors that each Gateway's selector meets: equal ones, and those where a Pod has both.

    Of the latter Istio sees those whose texts contain one another.
    """
    selectors = {selector_text(selector): selector for selector in map(selector_of, mesh.of_kind("Gateway"))}
    selected = {name: pods(mesh).selected(selector) for name, selector in selectors.items()}
    selecting = defaultdict(list)
    for name in sorted(listening):
        for pod in selected[name]:
            selecting[pod].append(name)
    return {name: _met(name, selected[name], selecting, name in listening) for name in selectors}


def _met(name: str, pods: list[Resource], selecting: dict[Resource, list[str]], listens: bool) -> list[str]:
    others = dict.fromkeys(other for pod in pods for other in selecting[pod] if other != name)
    return [name] * listens + [other for other in others if name in other or other in name]


def _conflicts(
    gateway: Resource, selector: str, meeting: list[str], listeners: dict[tuple[str, int], Listeners]
) -> Iterator[Diagnostic]:
    noted: dict[tuple[int, str], _Notes] = defaultdict(_Notes)
    for i, server in enumerate(mappings(gateway.spec, "servers")):
        port, claims = _port(server), _claims(server)
        met = [listeners[other, port] for other in meeting if (other, port) in listeners]
        partners = {partner for claim in claims for partner in noted[port, claim[0]].claimants(claim, met)} - {gateway}
        for host, bind in claims:
            noted[port, host].add(bind, met, partners)
        if partners:
            yield _conflict(gateway, i, server, selector, sorted(partners, key=lambda partner: str(partner.full_name)))


def _conflict(gateway: Resource, i: int, server: Content, selector: str, partners: list[Resource]) -> Diagnostic:
    return message_type("IST0145").at(
        gateway.at("spec", "servers", i, "hosts"),
        related=tuple(partner.at("spec", "servers") for partner in partners),
        reported=(),
        gateways=",".join(str(partner.full_name) for partner in partners),
        selector=selector,
        port=_port(server),
        hosts=",".join(texts(server, "hosts")),
    )


def _port(server: Content) -> int:
    return number(server.get("port"), "number")


def _claims(server: Content) -> set[Claim]:
    return {(host, text(server, "bind")) for host in texts(server, "hosts")}
