"""How a cluster's endpoints are found, and how names are resolved.

Source: Istio 1.30 pilot/pkg/networking/core/cluster.go (convertResolution) and cluster_builder.go (buildCluster).
"""

from __future__ import annotations

from dataclasses import replace

from snippet_check.envoy import Cluster
from snippet_check.mesh.content import strings
from snippet_check.mesh.service import Resolution, Service
from snippet_check.translate.clusters.target import Target
from snippet_check.translate.durations import seconds

DNS_TYPES = frozenset(("STRICT_DNS", "LOGICAL_DNS"))
_CONNECT_STRATEGY = "istio.io/connect-strategy"
_DEFAULT_REFRESH_RATE = 60.0


def resolving(whole: Target, start: Cluster) -> Cluster:
    """A cluster of a name with how it is resolved: to addresses of the proxy's kind, unless any may win."""
    family = "V4_ONLY" if whole.context.proxy.supports_ipv4 else "V6_ONLY"
    refresh = seconds(whole.context.mesh.mesh_config, "dnsRefreshRate")
    return replace(
        start,
        dns_lookup_family="ALL" if _races(whole.service) else family,
        dns_refresh_rate=_DEFAULT_REFRESH_RATE if refresh is None else refresh,
    )


def discovery_type(whole: Target) -> str:
    """How the endpoints of a service's cluster are found. A gateway has no original destination to go to."""
    match whole.service.resolution:
        case Resolution.DNS:
            return "LOGICAL_DNS" if _races(whole.service) else "STRICT_DNS"
        case Resolution.DNS_ROUND_ROBIN:
            return "LOGICAL_DNS"
        case Resolution.NONE if not whole.context.proxy.is_router:
            return "ORIGINAL_DST"
        case _:
            return "EDS"


def port_override(whole: Target) -> int:
    """A ServiceEntry without resolution may send a port's connections to another port."""
    wanted = whole.port.target_port
    from_entry = not whole.service.from_kubernetes and whole.service.resolution is Resolution.NONE
    return wanted if from_entry and isinstance(wanted, int) else 0


def _races(service: Service) -> bool:
    """Whether the first address of a name that takes the connection is used (annotation istio.io/connect-strategy)."""
    annotations = strings(service.source.resource.metadata, "annotations")
    return annotations.get(_CONNECT_STRATEGY, "").upper() == "RACE_FIRST_TCP_CONNECT"
