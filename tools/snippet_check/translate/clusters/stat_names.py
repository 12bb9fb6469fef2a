"""The names that clusters have in statistics where MeshConfig gives a pattern for them.

Source: Istio 1.30 pilot/pkg/networking/telemetry/telemetry.go (BuildStatPrefix).
"""

from __future__ import annotations

from snippet_check.mesh.content import text
from snippet_check.mesh.mesh import Mesh
from snippet_check.mesh.service import Port, Service


def outbound_stat_name(mesh: Mesh, service: Service, subset: str, port: Port) -> str:
    """By outboundClusterStatName; "" where there is no such pattern."""
    return _name(text(mesh.mesh_config, "outboundClusterStatName"), service, subset, port, 0)


def inbound_stat_name(mesh: Mesh, service: Service, port: Port, target_port: int) -> str:
    """By inboundClusterStatName; "" where there is no such pattern."""
    return _name(text(mesh.mesh_config, "inboundClusterStatName"), service, "", port, target_port)


def _name(pattern: str, service: Service, subset: str, port: Port, target_port: int) -> str:
    by_name = service.from_kubernetes
    parts = {
        "%SERVICE%": f"{service.name}.{service.namespace}" if by_name else service.hostname,
        "%SERVICE_NAME%": service.name if by_name else service.hostname,
        "%SERVICE_FQDN%": service.hostname,
        "%SUBSET_NAME%": subset,
        "%TARGET_PORT%": str(target_port),
        "%SERVICE_PORT%": str(port.number),
        "%SERVICE_PORT_NAME%": port.name,
    }
    for word, value in parts.items():
        pattern = pattern.replace(word, value)
    return f"{pattern};" if pattern else ""
