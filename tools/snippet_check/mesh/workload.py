"""Workloads, and the addresses at which they serve (Istio: model.WorkloadInstance, model.IstioEndpoint)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from snippet_check.resource import Place


class Health(Enum):
    """What EndpointSlices say about an endpoint, in Envoy's words; of a ServiceEntry's nobody says anything."""

    UNKNOWN = "UNKNOWN"
    HEALTHY = "HEALTHY"
    UNHEALTHY = "UNHEALTHY"
    DRAINING = "DRAINING"
    TERMINATING = "TERMINATING"


@dataclass(frozen=True, slots=True, eq=False)
class Workload:
    """Who is behind an address: a Pod, a WorkloadEntry, a ServiceEntry's endpoint, or an address nobody describes."""

    name: str
    namespace: str
    kind: str
    """"Pod", "WorkloadEntry", "ServiceEntry", or "" for a bare address."""
    address: str
    labels: Mapping[str, str] = field(default_factory=dict)
    """Its own labels and those that istiod adds: topology.istio.io/cluster, region, zone, subzone, network, host."""
    service_account: str = ""
    locality: str = ""
    network: str = ""
    tls_mode: str = "disabled"
    """"istio" where a sidecar takes mutual TLS, else "disabled" (label security.istio.io/tlsMode)."""
    ports: Mapping[str, int] = field(default_factory=dict)
    """Port numbers by name: a WorkloadEntry's ports, a Pod's container ports."""
    weight: int = 0
    node: str = ""
    source: Place | None = None

    @property
    def identity(self) -> str:
        """ "name.namespace" of what the addresses belong to, "" where nobody describes it."""
        return f"{self.name}.{self.namespace}" if self.name else ""


@dataclass(frozen=True, slots=True, eq=False)
class Instance:
    """One endpoint of a service's port: where it is reached, and the workload behind it."""

    address: str
    """An IP, a host name (of a DNS service) or the path of a Unix socket ("unix:///…"; then the port is 0)."""
    port: int
    workload: Workload
    health: Health = Health.UNKNOWN
