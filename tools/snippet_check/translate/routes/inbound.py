"""The routes of calls to a sidecar's own workload: one, to its port.

Source: Istio 1.30 pilot/pkg/networking/core/httproute.go (buildSidecarInboundHTTPRouteConfig).
"""

from __future__ import annotations

from snippet_check.envoy import (
    RetryPolicy,
    Route,
    RouteAction,
    RouteConfiguration,
    RouteMatch,
    VirtualHost,
    WeightedCluster,
)
from snippet_check.mesh.protocol import Protocol
from snippet_check.resource import Place
from snippet_check.translate.routes.virtual_hosts import DEFAULT_ROUTE

_GRPC = (Protocol.GRPC, Protocol.GRPC_WEB)
_RETRY = RetryPolicy(
    2, ("reset-before-request",), host_selection_retry_max_attempts=0, retry_ignore_previous_hosts=False
)


def inbound_routes(cluster: str, port: int, protocol: Protocol, sources: tuple[Place, ...]) -> RouteConfiguration:
    """Everything to one inbound cluster; `port` is the service's. gRPC streams are not tried again."""
    action = RouteAction(
        (WeightedCluster(cluster, sources=sources),),
        retry_policy=None if protocol in _GRPC else _RETRY,
        max_stream_duration=0.0,
    )
    host = VirtualHost(
        f"inbound|http|{port}",
        ("*",),
        (Route(RouteMatch(), action, DEFAULT_ROUTE, sources=sources),),
        include_request_attempt_count=False,
        sources=sources,
    )
    return RouteConfiguration(cluster, (host,), False, None)
