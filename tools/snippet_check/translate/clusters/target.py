"""What a cluster is made for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from snippet_check.mesh.destination_rules import DestinationRule, Subset
from snippet_check.mesh.service import Port, Service, cluster_name
from snippet_check.resource import Place
from snippet_check.translate.clusters.context import ClusterContext
from snippet_check.translate.clusters.traffic_policy import TrafficPolicy, traffic_policy, with_subset

DYNAMIC_FORWARD_PROXY = "envoy.clusters.dynamic_forward_proxy"
"""The type of a cluster that resolves whatever name a request asks for."""


class Target(NamedTuple):
    """One port of a service, or of a subset of it, with the settings that count there."""

    context: ClusterContext
    service: Service
    port: Port
    rule: DestinationRule | None
    subset: Subset | None
    policy: TrafficPolicy
    by_sni: bool = False
    """Whether the cluster is for a gateway that passes mutual TLS on by its SNI, as it comes."""

    @property
    def cluster_name(self) -> str:
        if self.by_sni:
            return self.sni
        return cluster_name("outbound", self.subset_name, self.service.hostname, self.port.number)

    @property
    def sni(self) -> str:
        """The SNI by which a gateway between networks knows the cluster."""
        return f"outbound_.{self.port.number}_.{self.subset_name}_.{self.service.hostname}"

    @property
    def is_forward_proxy(self) -> bool:
        """Whether requests go to whatever name they ask for."""
        return bool(self.service.dns_cache)

    @property
    def subset_name(self) -> str:
        return self.subset.name if self.subset else ""

    @property
    def subset_labels(self) -> Mapping[str, str]:
        return self.subset.labels if self.subset else {}

    @property
    def sources(self) -> tuple[Place, ...]:
        """The service, and what a DestinationRule says about it."""
        if self.subset is not None:
            return self.service.source, self.subset.source
        if self.rule is not None and self.rule.traffic_policy is not None:
            return self.service.source, self.rule.policy_source
        return (self.service.source,)


def target(
    context: ClusterContext,
    service: Service,
    port: Port,
    rule: DestinationRule | None,
    subset: Subset | None = None,
    by_sni: bool = False,
) -> Target:
    """The target with the settings that its DestinationRule has for it."""
    policy = traffic_policy(rule.traffic_policy if rule else None, port.number)
    if subset is not None:
        policy = with_subset(policy, subset.traffic_policy, port.number)
    return Target(context, service, port, rule, subset, policy, by_sni)
