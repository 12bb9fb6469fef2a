"""Envoy's own JSON for the types of this package: what istioctl proxy-config prints and a real Envoy reads.

Values that are None, empty or Envoy's default stay away, as in protobuf's JSON form.
"""

from typing import Any

from snippet_check.envoy.as_json.cluster import cluster_as_json
from snippet_check.envoy.as_json.endpoint import load_assignment_as_json
from snippet_check.envoy.as_json.listener import listener_as_json
from snippet_check.envoy.as_json.route import route_configuration_as_json
from snippet_check.envoy.snapshot import Snapshot

__all__ = [
    "cluster_as_json",
    "listener_as_json",
    "load_assignment_as_json",
    "route_configuration_as_json",
    "snapshot_as_json",
]


def snapshot_as_json(snapshot: Snapshot) -> dict[str, Any]:
    """The four discovery services' resources of one proxy, under the names that `proxy-config all` uses."""
    return {
        "listeners": [listener_as_json(listener) for listener in snapshot.listeners],
        "routes": [route_configuration_as_json(route) for route in snapshot.routes],
        "clusters": [cluster_as_json(cluster) for cluster in snapshot.clusters],
        "endpoints": [load_assignment_as_json(cluster) for cluster in snapshot.clusters if cluster.type == "EDS"],
    }
