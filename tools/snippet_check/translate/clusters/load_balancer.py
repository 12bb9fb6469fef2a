"""Load balancing policies.

Source: Istio 1.30 pilot/pkg/networking/core/cluster_traffic_policy.go (applyLoadBalancer, ApplyRingHashLoadBalancer).
"""

from __future__ import annotations

from dataclasses import replace

from snippet_check.envoy import Cluster, SlowStart
from snippet_check.mesh.content import double, mapping, number, text
from snippet_check.resource import Content
from snippet_check.translate.clusters.traffic_policy import message
from snippet_check.translate.durations import seconds

CLUSTER_PROVIDED = "CLUSTER_PROVIDED"
PASSTHROUGH = "PASSTHROUGH"
_DEFAULT_MINIMUM_RING_SIZE = 1024
_DEFAULT_AGGRESSION = 1.0
_DEFAULT_MINIMUM_PERCENT = 10.0


def with_load_balancer(cluster: Cluster, settings: Content | None) -> Cluster:
    """The cluster with a policy's balancing; connections that go to their original destination are not balanced."""
    simple = text(settings, "simple")
    if cluster.type == "ORIGINAL_DST" or cluster.lb_policy == CLUSTER_PROVIDED:
        return replace(cluster, lb_policy=CLUSTER_PROVIDED)
    if simple == PASSTHROUGH:
        return replace(cluster, type="ORIGINAL_DST", lb_policy=CLUSTER_PROVIDED, endpoints=())
    if simple == "RANDOM":
        return replace(cluster, lb_policy="RANDOM")
    policy = "ROUND_ROBIN" if simple == "ROUND_ROBIN" else "LEAST_REQUEST"
    balanced = replace(cluster, lb_policy=policy, slow_start=_slow_start(settings))
    return _with_consistent_hash(balanced, message(settings, "consistentHash"))


def _slow_start(settings: Content | None) -> SlowStart | None:
    warmup = message(settings, "warmup")
    if warmup is not None:
        return SlowStart(
            window=seconds(warmup, "duration") or 0.0,
            aggression=double(warmup, "aggression", _DEFAULT_AGGRESSION),
            min_weight_percent=double(warmup, "minimumPercent", _DEFAULT_MINIMUM_PERCENT),
        )
    window = seconds(settings, "warmupDurationSecs")
    return None if window is None else SlowStart(window)


def _with_consistent_hash(cluster: Cluster, settings: Content | None) -> Cluster:
    if settings is None:
        return cluster
    if (maglev := message(settings, "maglev")) is not None:
        size = number(maglev, "tableSize") or None
        return replace(cluster, lb_policy="MAGLEV", maglev_table_size=size)
    ring = message(settings, "ringHash")
    declared = number(settings if ring is None else ring, "minimumRingSize")
    size = declared or (_DEFAULT_MINIMUM_RING_SIZE if ring is None else None)
    return replace(cluster, lb_policy="RING_HASH", ring_hash_minimum_ring_size=size)


def is_passthrough(policy: Content | None) -> bool:
    """Whether a trafficPolicy lets connections go to their original destination."""
    return text(mapping(policy, "loadBalancer"), "simple") == PASSTHROUGH
