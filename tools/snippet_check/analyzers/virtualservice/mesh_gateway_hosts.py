"""No two VirtualServices that callers inside the mesh can both see claim the same host."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from snippet_check.diagnostics import Diagnostic, message_type
from snippet_check.mesh import MESH_GATEWAY, Mesh
from snippet_check.mesh.content import texts
from snippet_check.mesh.hosts import HostIndex, expand
from snippet_check.resource import Resource

NAME = "virtualservice.ConflictingMeshGatewayHostsAnalyzer"
INPUTS = frozenset({"VirtualService"})

_EVERYWHERE = "*"


def analyze(mesh: Mesh) -> Iterator[Diagnostic]:
    claims = _claims(mesh)
    everywhere = HostIndex(host for scope, host in claims if scope == _EVERYWHERE)
    reported: set[Resource] = set()
    for (scope, host), claimants in sorted(claims.items(), key=lambda claim: claim[0]):
        if scope != _EVERYWHERE:
            overlapping = (claims[_EVERYWHERE, other] for other in everywhere.overlapping(host))
            claimants = [*claimants, *(claimant for others in overlapping for claimant in others)]
        if len(claimants) > 1:
            yield from _conflict(f"{scope}/{host}", claimants, reported)


def _claims(mesh: Mesh) -> dict[tuple[str, str], list[Resource]]:
    """Who claims a host in which scope. Whoever names one host twice, short and in full, claims it twice."""
    claims: dict[tuple[str, str], list[Resource]] = defaultdict(list)
    for virtual_service in mesh.of_kind("VirtualService"):
        if MESH_GATEWAY in (texts(virtual_service.spec, "gateways") or [MESH_GATEWAY]):
            for scope in _scopes(virtual_service):
                for host in texts(virtual_service.spec, "hosts"):
                    claims[scope, expand(host, virtual_service.namespace)].append(virtual_service)
    return claims


def _scopes(virtual_service: Resource) -> set[str]:
    export_to = texts(virtual_service.spec, "exportTo")
    if not export_to or _EVERYWHERE in export_to:
        return {_EVERYWHERE}
    return {virtual_service.namespace if scope == "." else scope for scope in export_to}


def _conflict(host: str, claimants: list[Resource], reported: set[Resource]) -> Iterator[Diagnostic]:
    """Each claimant is told once, of the first conflict it is part of."""
    names = ",".join(sorted(str(claimant.full_name) for claimant in claimants))
    places = {claimant: claimant.at("metadata", "name") for claimant in claimants}
    for claimant, place in places.items():
        if claimant not in reported:
            reported.add(claimant)
            others = tuple(other for other in places.values() if other is not place)
            yield message_type("IST0109").at(place, related=others, host=host, virtual_services=names)
