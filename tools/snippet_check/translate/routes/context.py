"""For whom, and at which listener, routes are made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from snippet_check.mesh.proxy import Proxy
from snippet_check.mesh.service import Service, cluster_name
from snippet_check.mesh.sidecar_scope import SidecarScope
from snippet_check.mesh.virtual_service import Destination
from snippet_check.resource import Content

UNKNOWN_SERVICE = "UnknownService"
"""The cluster of a Gateway API backend that does not exist."""


@dataclass(frozen=True, slots=True, eq=False)
class RouteContext:
    """What a rule is translated for."""

    scope: SidecarScope
    port: int
    """The listener's port; of a gateway the server's."""
    services: Mapping[str, Service]
    """The services that a destination without a port is looked up in."""
    gateways: frozenset[str]
    """The gateways whose rules count: "mesh", or "namespace/name"."""
    tls: bool = False
    """Whether the listener takes TLS off."""

    @property
    def proxy(self) -> Proxy:
        return self.scope.proxy

    @property
    def default_retries(self) -> Content | None:
        """MeshConfig's policy for rules without one."""
        found = self.scope.mesh.mesh_config.get("defaultHttpRetryPolicy")
        return found if isinstance(found, dict) else None

    def cluster_of(self, destination: Destination | None) -> str:
        """The cluster of a destination."""
        if destination is None:
            return UNKNOWN_SERVICE
        return destination_cluster(destination, self.services.get(destination.host), self.port)


def destination_cluster(destination: Destination, service: Service | None, listener_port: int) -> str:
    """The cluster of a destination: at its own port, else at its service's only one, else at the listener's."""
    if not destination.host:
        return UNKNOWN_SERVICE
    host = service.external_name if service and service.external_name else destination.host
    port = destination.port or (service.ports[0].number if service and len(service.ports) == 1 else listener_port)
    return cluster_name("outbound", destination.subset, host, port)
