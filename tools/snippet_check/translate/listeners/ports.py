"""The ports that a sidecar needs for itself."""

from __future__ import annotations

from snippet_check.mesh.content import number
from snippet_check.mesh.mesh import Mesh

STATIC_PORTS = (15021, 15090)
"""Where the proxy answers probes and shows its metrics."""


def outbound_port(mesh: Mesh) -> int:
    """Where intercepted calls out arrive (MeshConfig.proxyListenPort)."""
    return number(mesh.mesh_config, "proxyListenPort") or 15001


def inbound_port(mesh: Mesh) -> int:
    """Where intercepted calls to the workload arrive (MeshConfig.proxyInboundListenPort)."""
    return number(mesh.mesh_config, "proxyInboundListenPort") or 15006


def reserved_ports(mesh: Mesh) -> tuple[int, ...]:
    """Ports of the wildcard address that no service can have."""
    return (*STATIC_PORTS, outbound_port(mesh), inbound_port(mesh))
