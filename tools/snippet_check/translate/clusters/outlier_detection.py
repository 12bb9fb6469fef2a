"""Outlier detection.

Source: Istio 1.30 pilot/pkg/networking/core/cluster_traffic_policy.go (applyOutlierDetection).
"""

from __future__ import annotations

from dataclasses import replace

from snippet_check.envoy import Cluster, OutlierDetection
from snippet_check.mesh.content import number, truth
from snippet_check.resource import Content
from snippet_check.translate.durations import seconds


def with_outlier_detection(cluster: Cluster, settings: Content | None, sends_unhealthy: bool) -> Cluster:
    """The cluster with a policy's outlier detection, which also sets the panic threshold: to minHealthPercent.

    A proxy that is told about endpoints that are not ready must not panic: it would use them.
    """
    if settings is None:
        return cluster
    split = truth(settings, "splitExternalLocalOriginErrors")
    threshold = 0 if sends_unhealthy else max(number(settings, "minHealthPercent"), 0)
    return replace(
        cluster,
        healthy_panic_threshold=float(threshold),
        outlier_detection=OutlierDetection(
            consecutive_5xx=_count(settings, "consecutive5xxErrors"),
            consecutive_gateway_failure=_count(settings, "consecutiveGatewayErrors"),
            split_external_local_origin_errors=split,
            consecutive_local_origin_failure=(
                number(settings, "consecutiveLocalOriginFailures") or None if split else None
            ),
            interval=seconds(settings, "interval"),
            base_ejection_time=seconds(settings, "baseEjectionTime"),
            max_ejection_percent=number(settings, "maxEjectionPercent") or None,
        ),
    )


def _count(settings: Content, field: str) -> int | None:
    return None if settings.get(field) is None else number(settings, field)
