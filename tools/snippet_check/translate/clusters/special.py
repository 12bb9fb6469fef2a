"""The clusters every proxy has: where unknown destinations end.

Source: Istio 1.30 pilot/pkg/networking/core/cluster_builder.go.
"""

from __future__ import annotations

from dataclasses import replace

from snippet_check.envoy import Cluster
from snippet_check.mesh.mesh import Mesh
from snippet_check.mesh.proxy import Proxy
from snippet_check.translate.clusters.connection_pool import connect_timeout, tcp_keepalive

_PASSTHROUGH_IDLE_TIMEOUT = 300.0


def bind_addresses(proxy: Proxy) -> tuple[str, ...]:
    """Where connections to the proxy's own workload come from, by which iptables knows them."""
    return (*(("127.0.0.6",) if proxy.supports_ipv4 else ()), *(("::6",) if proxy.supports_ipv6 else ()))


def black_hole_cluster(mesh: Mesh) -> Cluster:
    """The cluster without endpoints."""
    timeout = connect_timeout(mesh)
    return Cluster(
        "BlackHoleCluster", type="STATIC", lb_policy="ROUND_ROBIN", connect_timeout=timeout, exchanges_metadata=False
    )


def passthrough_cluster(mesh: Mesh) -> Cluster:
    """The cluster of connections that go where they were going."""
    return Cluster(
        "PassthroughCluster",
        type="ORIGINAL_DST",
        lb_policy="CLUSTER_PROVIDED",
        connect_timeout=connect_timeout(mesh),
        idle_timeout=_PASSTHROUGH_IDLE_TIMEOUT,
        tcp_keepalive=tcp_keepalive(mesh, {}),
        use_downstream_protocol=True,
    )


def inbound_passthrough_cluster(mesh: Mesh, proxy: Proxy) -> Cluster:
    """The cluster of connections to ports of the proxy's workload that no service names."""
    return replace(
        passthrough_cluster(mesh),
        name="InboundPassthroughCluster",
        alt_stat_name="PassthroughCluster;",
        bind_addresses=bind_addresses(proxy),
        exchanges_metadata=False,
    )
