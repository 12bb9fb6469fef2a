"""Endpoints as Envoy's JSON (envoy.config.endpoint.v3)."""

from __future__ import annotations

from typing import Any

from snippet_check.envoy.as_json.values import socket_address, without_empty
from snippet_check.envoy.cluster import Cluster, Endpoint, LocalityEndpoints


def load_assignment_as_json(cluster: Cluster) -> dict[str, Any]:
    """The cluster's ClusterLoadAssignment."""
    return {"cluster_name": cluster.name, "endpoints": [_locality(locality) for locality in cluster.endpoints]}


def _locality(locality: LocalityEndpoints) -> dict[str, Any]:
    region, zone, sub_zone = (*locality.locality.split("/"), "", "", "")[:3]
    own = without_empty({"region": region, "zone": zone, "sub_zone": sub_zone})
    weighted = locality.load_balancing_weight is not None
    return ({"locality": own} if weighted else {}) | without_empty(
        {
            "lb_endpoints": [_endpoint(endpoint, weighted) for endpoint in locality.endpoints],
            "load_balancing_weight": locality.load_balancing_weight,
            "priority": locality.priority or None,
        }
    )


def _endpoint(endpoint: Endpoint, weighted: bool) -> dict[str, Any]:
    metadata = {"envoy.transport_socket_match": {"tlsMode": endpoint.tls_mode}} if endpoint.tls_mode else {}
    return without_empty(
        {
            "endpoint": {"address": _address(endpoint)},
            "health_status": None if endpoint.health_status == "UNKNOWN" else endpoint.health_status,
            "metadata": {"filter_metadata": metadata} if metadata else None,
            "load_balancing_weight": endpoint.weight if weighted else None,
        }
    )


def _address(endpoint: Endpoint) -> dict[str, Any]:
    """A socket of the network, or one of the file system, which has no port."""
    if endpoint.port == 0 and "/" in endpoint.address:
        return {"pipe": {"path": endpoint.address.removeprefix("unix://")}}
    return socket_address(endpoint.address, endpoint.port)
