"""The ports that a sidecar needs for itself."""

from __future__ import annotations

from snippet_check.mesh.content import number
from snippet_check.mesh.mesh import Mesh
from snippet_check.mesh.proxy import Proxy
from snippet_check.translate.durations import seconds

STATIC_PORTS = (15021, 15090)
"""Where the proxy answers probes and shows its metrics."""
_FIRST_UNPRIVILEGED = 1024


def is_privileged(port: int, proxy: Proxy) -> bool:
    """Whether a port is one that the proxy has no right to listen at."""
    return 0 < port < _FIRST_UNPRIVILEGED and proxy.is_unprivileged


def detection_timeout(mesh: Mesh) -> float:
    """How long a sidecar may wait for a connection's first bytes, in seconds; 0 is for ever."""
    return seconds(mesh.mesh_config, "protocolDetectionTimeout") or 0.0


def outbound_port(mesh: Mesh) -> int:
    """Where intercepted calls out arrive (MeshConfig.proxyListenPort)."""
    return number(mesh.mesh_config, "proxyListenPort") or 15001


def inbound_port(mesh: Mesh) -> int:
    """Where intercepted calls to the workload arrive (MeshConfig.proxyInboundListenPort)."""
    return number(mesh.mesh_config, "proxyInboundListenPort") or 15006


def reserved_ports(mesh: Mesh) -> tuple[int, ...]:
    """Ports of the wildcard address that no service can have."""
    return (*STATIC_PORTS, outbound_port(mesh), inbound_port(mesh))
