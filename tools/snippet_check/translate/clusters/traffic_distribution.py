"""Kubernetes' trafficDistribution: calls stay in the zone, or on the node, while it has ready endpoints.

Source: Istio 1.30 pilot/pkg/model/service.go (GetTrafficDistribution, SupportsUnhealthyEndpoints).
"""

from __future__ import annotations

from enum import Enum

from snippet_check.mesh.content import strings
from snippet_check.mesh.kubernetes_services import DISTRIBUTION_ANNOTATION
from snippet_check.mesh.mesh import Mesh
from snippet_check.mesh.service import Service


class TrafficDistribution(Enum):
    """Where a service's calls stay."""

    ANY = "any"
    SAME_ZONE = "preferSameZone"
    SAME_NODE = "preferSameNode"


_NAMES = {
    "preferclose": TrafficDistribution.SAME_ZONE,
    "prefersamezone": TrafficDistribution.SAME_ZONE,
    "prefersamenode": TrafficDistribution.SAME_NODE,
}


def traffic_distribution(service: Service, mesh: Mesh) -> TrafficDistribution:
    """What the service says, or its namespace's annotation where it says nothing."""
    namespace = mesh.get("Namespace", "", service.namespace)
    inherited = strings(namespace.metadata, "annotations").get(DISTRIBUTION_ANNOTATION, "") if namespace else ""
    return _NAMES.get((service.traffic_distribution or inherited).lower(), TrafficDistribution.ANY)


def sends_unhealthy_endpoints(service: Service, mesh: Mesh) -> bool:
    """Whether a proxy is told about endpoints that are not ready: to know when a zone is short of them."""
    return traffic_distribution(service, mesh) is not TrafficDistribution.ANY
