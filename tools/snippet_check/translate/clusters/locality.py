"""Locality load balancing: weights by locality, or priorities that are fallen back to.

Source: Istio 1.30 pilot/pkg/networking/core/loadbalancer/loadbalancer.go.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from snippet_check.envoy import LocalityEndpoints
from snippet_check.mesh.content import mapping, mappings, text, texts, whole
from snippet_check.mesh.service import Service
from snippet_check.resource import Content
from snippet_check.translate.clusters.context import ClusterContext
from snippet_check.translate.clusters.traffic_distribution import TrafficDistribution, traffic_distribution
from snippet_check.translate.clusters.traffic_policy import TrafficPolicy, message

_ZONE = ("topology.istio.io/network", "topology.kubernetes.io/region", "topology.kubernetes.io/zone")
_NODE = (*_ZONE, "topology.istio.io/subzone", "kubernetes.io/hostname")
_BY_DISTRIBUTION = {TrafficDistribution.SAME_ZONE: _ZONE, TrafficDistribution.SAME_NODE: _NODE}


class LocalitySetting(NamedTuple):
    """What counts for a cluster; failover happens only where endpoints can be found unhealthy."""

    distribute: Sequence[Content]
    failover: Sequence[Content]
    failover_priority: Sequence[str]
    fails_over: bool

    @property
    def is_weighted(self) -> bool:
        """Whether Envoy balances between localities by weight before it does between endpoints."""
        return bool(self.distribute) or (self.fails_over and bool(self.failover or self.failover_priority))


def locality_setting(context: ClusterContext, service: Service, policy: TrafficPolicy) -> LocalitySetting | None:
    """The DestinationRule's setting, else the service's trafficDistribution, else the mesh's; None if switched off."""
    own = message(policy.load_balancer, "localityLbSetting")
    detects = policy.outlier_detection is not None
    preferred = _BY_DISTRIBUTION.get(traffic_distribution(service, context.mesh))
    if own is None and preferred:
        return LocalitySetting((), (), preferred, True)
    setting = mapping(context.mesh.mesh_config, "localityLbSetting") if own is None else own
    if setting.get("enabled") is False:
        return None
    return LocalitySetting(
        mappings(setting, "distribute"), mappings(setting, "failover"), texts(setting, "failoverPriority"), detects
    )


def prioritized(
    localities: tuple[LocalityEndpoints, ...], setting: LocalitySetting | None, context: ClusterContext, by_label: bool
) -> tuple[LocalityEndpoints, ...]:
    """The endpoints with weights or priorities; `by_label` is False where failoverPriority cannot be applied."""
    if setting is None:
        return localities
    if setting.distribute:
        return _distributed(localities, setting.distribute, context.locality)
    if not setting.fails_over:
        return localities
    if not setting.failover_priority:
        return _failing_over(localities, setting.failover, context.locality)
    if by_label and context.labels:
        localities = _by_labels(localities, setting.failover_priority, context.labels)
    return _failing_over(localities, setting.failover, context.locality) if setting.failover else localities


def _distributed(
    localities: tuple[LocalityEndpoints, ...], distribute: Iterable[Content], own: str
) -> tuple[LocalityEndpoints, ...]:
    """Each locality named gets its share; those nobody names lose their endpoints."""
    rule = next((one for one in distribute if _covers(text(one, "from"), own)), None)
    if rule is None:
        return localities
    weights: dict[int, int] = {}
    for named, share in mapping(rule, "to").items():
        taken = [i for i, one in enumerate(localities) if i not in weights and _covers(named, one.locality)]
        total = sum(localities[i].load_balancing_weight or 1 for i in taken)
        for i in taken:
            before = localities[i].load_balancing_weight or 1
            weights[i] = math.ceil(before * whole(share) / total) or before
    return tuple(
        replace(one, load_balancing_weight=weights[i]) if i in weights else replace(one, endpoints=())
        for i, one in enumerate(localities)
    )


def _failing_over(
    localities: tuple[LocalityEndpoints, ...], failover: Iterable[Content], own: str
) -> tuple[LocalityEndpoints, ...]:
    """The closer a locality the better its priority; of foreign regions one that `failover` names comes first."""
    towards = next((text(one, "to") for one in failover if text(one, "from") == _parts(own)[0]), None)
    return _without_gaps(
        tuple(replace(one, priority=one.priority * 5 + _distance(own, one.locality, towards)) for one in localities)
    )


def _distance(own: str, other: str, towards: str | None) -> int:
    mine, theirs = _parts(own), _parts(other)
    if mine[0] != theirs[0]:
        return 3 if towards is None or theirs[0] == towards else 4
    if mine[1] != theirs[1]:
        return 2
    return 0 if mine[2] == theirs[2] else 1


def _by_labels(
    localities: tuple[LocalityEndpoints, ...], priority_labels: Sequence[str], own: Mapping[str, str]
) -> tuple[LocalityEndpoints, ...]:
    """Splits localities by how many of the labels, from the first on, an endpoint shares with the proxy."""
    wanted = [(name, value if equals else own.get(name, "")) for name, equals, value in map(_split, priority_labels)]
    found: list[LocalityEndpoints] = []
    for one in localities:
        groups: dict[int, list[int]] = {}
        for i, endpoint in enumerate(one.endpoints):
            labels = dict(endpoint.labels)
            shared = next((j for j, (name, value) in enumerate(wanted) if labels.get(name, "") != value), len(wanted))
            groups.setdefault(len(wanted) - shared, []).append(i)
        for priority in sorted(groups):
            endpoints = tuple(one.endpoints[i] for i in groups[priority])
            weight = sum(endpoint.weight for endpoint in endpoints)
            found.append(replace(one, endpoints=endpoints, priority=priority, load_balancing_weight=weight))
    return _without_gaps(tuple(found))


def _split(label: str) -> tuple[str, str, str]:
    """ "name" or "name=value"; with more than one "=" the value does not count."""
    name, equals, value = label.partition("=")
    return (name, "", "") if "=" in value else (name, equals, value)


def _without_gaps(localities: tuple[LocalityEndpoints, ...]) -> tuple[LocalityEndpoints, ...]:
    """Envoy wants priorities from 0 without gaps."""
    ranks = {priority: rank for rank, priority in enumerate(sorted({one.priority for one in localities}))}
    return tuple(replace(one, priority=ranks[one.priority]) for one in localities)


def _covers(rule: str, locality: str) -> bool:
    region, zone, subzone = _parts(rule)
    own = _parts(locality)
    return region in ("*", own[0]) and zone in ("*", "", own[1]) and subzone in ("*", "", own[2])


def _parts(locality: str) -> tuple[str, str, str]:
    region, zone, subzone = (*locality.split("/"), "", "", "")[:3]
    return region, zone, subzone
