"""Outlier detection.

Source: Istio 1.30 pilot/pkg/networking/core/cluster_traffic_policy.go (applyOutlierDetection).
"""

from __future__ import annotations

from dataclasses import replace

from snippet_check.envoy import Cluster, OutlierDetection
from snippet_check.mesh.content import number, truth
from snippet_check.mesh.service import Service
from snippet_check.resource import Content
from snippet_check.translate.durations import seconds


def with_outlier_detection(cluster: Cluster, settings: Content | None, service: Service) -> Cluster:
    """The cluster with a policy's outlier detection, which also sets the panic threshold, to 0 unless it is told."""
    if settings is None:
        return cluster
    split = truth(settings, "splitExternalLocalOriginErrors")
    threshold = 0 if sends_unhealthy_endpoints(service) else max(number(settings, "minHealthPercent"), 0)
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


def sends_unhealthy_endpoints(service: Service) -> bool:
    """Whether a proxy is told about endpoints that are not ready: to know when a zone is short of them."""
    return bool(service.traffic_distribution)


def _count(settings: Content, field: str) -> int | None:
    return None if settings.get(field) is None else number(settings, field)
