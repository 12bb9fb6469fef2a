"""Services as istiod knows them, wherever they come from (Istio: model.Service)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from snippet_check.mesh.protocol import Protocol
from snippet_check.mesh.specificity import is_wildcard
from snippet_check.resource import Place

_PERSISTENT_SESSION_LABEL = "istio.io/persistent-session"
UNSPECIFIED_ADDRESS = "0.0.0.0"
"""The address of a service that has none: listeners and domains are made without it."""


class Resolution(Enum):
    """How a service's endpoints are found: ServiceEntry's words, STATIC for an ordinary Kubernetes Service too."""

    STATIC = "STATIC"
    DNS = "DNS"
    DNS_ROUND_ROBIN = "DNS_ROUND_ROBIN"
    DYNAMIC_DNS = "DYNAMIC_DNS"
    NONE = "NONE"
    """The connection goes where its client sent it: headless Services, ServiceEntries without resolution."""
    ALIAS = "ALIAS"
    """A Kubernetes ExternalName: another name of a service, with no clusters of its own."""


@dataclass(frozen=True, slots=True)
class Port:
    """A service's port. `target_port` is a number, a container port's name, or 0 where nothing is said."""

    number: int
    name: str
    protocol: Protocol
    target_port: int | str = 0
    source: Place | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Service:
    """One host of the mesh. Compared by identity: a ServiceEntry with two addresses makes two of one hostname."""

    hostname: str
    name: str
    """The Kubernetes Service's name; a ServiceEntry's service is called like its host."""
    namespace: str
    ports: tuple[Port, ...]
    addresses: tuple[str, ...]
    """IPs and CIDR blocks; UNSPECIFIED_ADDRESS alone where there is none."""
    resolution: Resolution
    from_kubernetes: bool
    source: Place
    mesh_external: bool = False
    export_to: frozenset[str] = frozenset()
    """As written: ".", "*", "~" and namespaces; empty where the mesh's default counts."""
    labels: Mapping[str, str] = field(default_factory=dict)
    selector: Mapping[str, str] = field(default_factory=dict)
    subject_alt_names: tuple[str, ...] = ()
    created: str = ""
    """creationTimestamp in a form that sorts by time; whoever has none is younger than all that have one."""
    type: str = ""
    """The Kubernetes type: ClusterIP, NodePort, LoadBalancer, ExternalName; "" for a ServiceEntry."""
    external_name: str = ""
    aliases: tuple[str, ...] = ()
    """Hostnames of ExternalName Services that lead here."""
    traffic_distribution: str = ""
    node_local: bool = False

    @property
    def address(self) -> str:
        """The first of its addresses."""
        return self.addresses[0]

    @property
    def identity(self) -> tuple[str, str, str]:
        """Its hostname, name and namespace."""
        return self.hostname, self.name, self.namespace

    @property
    def dns_cache(self) -> str:
        """Where a proxy keeps the names it resolves for a service of any name; "" for a service of one name."""
        any_name = self.resolution is Resolution.DYNAMIC_DNS and is_wildcard(self.hostname)
        return f"{self.hostname}_dfp_dns_cache" if any_name else ""

    @property
    def keeps_sessions(self) -> bool:
        """Whether persistent sessions keep to an endpoint while that is being drained."""
        return bool(self.labels.get(_PERSISTENT_SESSION_LABEL))

    @property
    def is_headless(self) -> bool:
        """A Kubernetes Service with clusterIP None."""
        return self.from_kubernetes and self.resolution is Resolution.NONE

    def port(self, number: int) -> Port | None:
        """The port of a number, None where there is none; UDP ports, which may share a number, are never meant."""
        return next((one for one in self.ports if one.number == number and one.protocol is not Protocol.UDP), None)

    def port_named(self, name: str) -> Port | None:
        """The port of a name, None where there is none."""
        return next((port for port in self.ports if port.name == name), None)


def cluster_name(direction: str, subset: str, hostname: str, port: int) -> str:
    """istiod's name of a cluster: "outbound|9080|v1|reviews.default.svc.cluster.local"."""
    return f"{direction}|{port}|{subset}|{hostname}"
