"""All Gateways of a mesh, oldest first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from snippet_check.mesh.gateway_api.programmed import programmed_gateways
from snippet_check.mesh.gateway_config import GatewayConfig, gateway_config
from snippet_check.mesh.ingress import ingress_gateways
from snippet_check.mesh.mesh import Mesh


def gateway_configs(mesh: Mesh) -> tuple[GatewayConfig, ...]:
    """A mesh's Gateways, those that other kinds become among them; made once."""
    return mesh.once(_gateway_configs)


def gateways_for(mesh: Mesh, labels: Mapping[str, str]) -> Iterator[GatewayConfig]:
    """The Gateways that may select a workload with these labels, oldest first, found without looking at all of them."""
    index = mesh.once(_Index)
    found = [*index.of_anybody, *(one for label in labels.items() for one in index.by_label.get(label, ()))]
    yield from (gateway for _, gateway in sorted(found, key=lambda one: one[0]))


class _Index:
    """Gateways with their places in the order, by one label of their selectors."""

    def __init__(self, mesh: Mesh) -> None:
        self.of_anybody: list[tuple[int, GatewayConfig]] = []
        self.by_label: dict[tuple[str, str], list[tuple[int, GatewayConfig]]] = defaultdict(list)
        for place, gateway in enumerate(gateway_configs(mesh)):
            label = next(iter(gateway.selector.items()), None) if gateway.selector else None
            (self.by_label[label] if label else self.of_anybody).append((place, gateway))


def _gateway_configs(mesh: Mesh) -> tuple[GatewayConfig, ...]:
    found = (*map(gateway_config, mesh.of_kind("Gateway")), *ingress_gateways(mesh), *programmed_gateways(mesh))
    return tuple(sorted(found, key=lambda one: (one.created, one.name, one.namespace)))
