"""All Gateways of a mesh, oldest first."""

from __future__ import annotations

from snippet_check.mesh.gateway_api.programmed import programmed_gateways
from snippet_check.mesh.gateway_config import GatewayConfig, gateway_config
from snippet_check.mesh.ingress import ingress_gateways
from snippet_check.mesh.mesh import Mesh


def gateway_configs(mesh: Mesh) -> tuple[GatewayConfig, ...]:
    """A mesh's Gateways, those that other kinds become among them; made once."""
    return mesh.once(_gateway_configs)


def _gateway_configs(mesh: Mesh) -> tuple[GatewayConfig, ...]:
    found = (*map(gateway_config, mesh.of_kind("Gateway")), *ingress_gateways(mesh), *programmed_gateways(mesh))
    return tuple(sorted(found, key=lambda one: (one.created, one.name, one.namespace)))
