"""Every VirtualService of a mesh, oldest first, and which of them count for whom.

Source: Istio 1.30 pilot/pkg/model/push_context.go (initVirtualServices, VirtualServicesForGateway).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from snippet_check.mesh.delegates import with_delegates
from snippet_check.mesh.gateway_api.routes import route_virtual_services
from snippet_check.mesh.ingress import ingress_virtual_services
from snippet_check.mesh.mesh import MESH_GATEWAY, Mesh
from snippet_check.mesh.virtual_service import VirtualService, virtual_service
from snippet_check.mesh.visibility import Reach, default_export_to, reach


class VirtualServices:
    """VirtualServices by the gateway they are bound to; "mesh" is one."""

    def __init__(self, mesh: Mesh) -> None:
        self._default = default_export_to(mesh, "defaultVirtualServiceExportTo")
        self.all = tuple(sorted(_merged(mesh, self._default), key=lambda vs: (vs.created, vs.name, vs.namespace)))
        self._by_gateway: dict[str, list[VirtualService]] = defaultdict(list)
        for one in self.all:
            for gateway in one.gateways:
                self._by_gateway[gateway].append(one)

    def bound_to(self, gateway: str, namespace: str) -> tuple[VirtualService, ...]:
        """Those bound to a gateway that a namespace sees: its private ones, those exported to it, the public ones."""
        found: dict[Reach, list[VirtualService]] = defaultdict(list)
        for one in self._by_gateway.get(gateway, ()):
            found[reach(one.export_to or self._default, one.namespace, namespace)].append(one)
        order = (Reach.PRIVATE, Reach.EXPORTED, Reach.PUBLIC)
        consumers = order if gateway == MESH_GATEWAY else (Reach.PUBLIC,)
        for kind in consumers:
            found[kind] = _consumers_first(found[kind], namespace)
        return tuple(one for kind in order for one in found[kind])


def virtual_services(mesh: Mesh) -> VirtualServices:
    """A mesh's VirtualServices, made once."""
    return mesh.once(VirtualServices)


def _merged(mesh: Mesh, default: frozenset[str]) -> Iterator[VirtualService]:
    written = [virtual_service(resource) for resource in mesh.of_kind("VirtualService")]
    delegates = {(one.namespace, one.name): one for one in written if not one.hosts}
    yield from (with_delegates(one, delegates, default) for one in written if one.hosts)
    yield from ingress_virtual_services(mesh)
    yield from route_virtual_services(mesh)


def _consumers_first(found: list[VirtualService], namespace: str) -> list[VirtualService]:
    """The Gateway API lets routes of the caller's own namespace go before others."""
    return sorted(found, key=lambda one: not (one.semantics == "gateway" and one.namespace == namespace))
