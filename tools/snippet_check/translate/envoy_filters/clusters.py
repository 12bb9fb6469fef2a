"""Patches of clusters.

Source: Istio 1.30 pilot/pkg/networking/core/envoyfilter/cluster_patch.go, cluster.go.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from snippet_check.envoy import Cluster, from_json
from snippet_check.envoy.as_json.cluster import cluster_as_json
from snippet_check.envoy.messages import merged, merged_any
from snippet_check.mesh.content import mapping, mappings, number
from snippet_check.mesh.service import cluster_name
from snippet_check.mesh.sidecar_scope import SidecarScope
from snippet_check.mesh.targets import service_targets
from snippet_check.resource import Content
from snippet_check.translate.envoy_filters.matches import matches_cluster
from snippet_check.translate.envoy_filters.patches import INBOUND, OUTBOUND, Patch, Patches

_INBOUND_PASSTHROUGH = "InboundPassthroughCluster"
_MESSAGE = "envoy.config.cluster.v3.Cluster"


def patched_clusters(
    clusters: Iterable[Cluster], patches: Patches, context: str, hosts: Mapping[str, tuple[str, ...]]
) -> tuple[Cluster, ...]:
    """The clusters of one context after the patches that are for them, and then those that patches bring.

    `hosts` are the services of inbound clusters, by the cluster's name.
    """
    here = tuple(patch for patch in patches.get("CLUSTER", ()) if patch.is_for(context))
    if not here:
        return tuple(clusters)
    changed = (_patched(cluster, here, hosts.get(cluster.name, ())) for cluster in clusters)
    return (
        *(cluster for cluster in changed if cluster is not None),
        *(from_json.cluster(patch.value, (patch.source,)) for patch in here if patch.adds(context)),
    )


def patched_sidecar_clusters(clusters: Iterable[Cluster], patches: Patches, scope: SidecarScope) -> tuple[Cluster, ...]:
    """A sidecar's clusters after the patches for calls out, and those for calls to its workload."""
    if "CLUSTER" not in patches:
        return tuple(clusters)
    by_direction: dict[bool, list[Cluster]] = {False: [], True: []}
    for cluster in clusters:
        by_direction[cluster.name.startswith("inbound|") or cluster.name == _INBOUND_PASSTHROUGH].append(cluster)
    return (
        *patched_clusters(by_direction[False], patches, OUTBOUND, {}),
        *patched_clusters(by_direction[True], patches, INBOUND, _hosts(scope)),
    )


def _hosts(scope: SidecarScope) -> dict[str, tuple[str, ...]]:
    """The services of a proxy's inbound clusters; a port of a Sidecar's own counts for the first that leads there."""
    hosts: dict[int, list[str]] = {}
    for target in service_targets(scope.mesh, scope.proxy):
        hosts.setdefault(target.target_port, []).append(target.service.hostname)
    declared = [] if scope.sidecar is None else mappings(scope.sidecar.spec, "ingress")
    if scope.sidecar is not None and declared:
        own = f"{scope.sidecar.name}.{scope.sidecar.namespace}"
        ports = (number(mapping(listener, "port"), "number") for listener in declared)
        hosts = {port: hosts.get(port, [own])[:1] for port in ports}
    return {cluster_name("inbound", "", "", port): tuple(names) for port, names in hosts.items()}


def _patched(cluster: Cluster, patches: tuple[Patch, ...], hosts: tuple[str, ...]) -> Cluster | None:
    for patch in patches:
        if patch.operation in ("REMOVE", "MERGE") and matches_cluster(patch, cluster, hosts):
            if patch.operation == "REMOVE":
                return None
            content = _merged(cluster_as_json(cluster), patch.value)
            cluster = from_json.cluster(content, (*cluster.sources, patch.source), cluster)
    return cluster


def _merged(content: Content, value: Content) -> Content:
    """A patch with a transport socket changes nothing else."""
    socket = value.get("transport_socket")
    if socket is None:
        return merged(content, value, _MESSAGE)
    matches = content.get("transport_socket_matches", [])
    if not matches:
        return {**content, "transport_socket": _merged_socket(content.get("transport_socket"), socket)}
    for i, one in enumerate(matches):
        if _name(one.get("transport_socket", {})) == _name(socket):
            changed = {**one, "transport_socket": _merged_socket(one["transport_socket"], socket)}
            return {**content, "transport_socket_matches": [*matches[:i], changed, *matches[i + 1 :]]}
    return content


def _name(socket: Content) -> str:
    name: str = socket.get("name", "")
    return name


def _merged_socket(old: Content | None, new: Content) -> Content:
    """Sockets of one name are merged, of another name the new one counts."""
    if old is None or _name(old) != _name(new):
        return new
    if "typed_config" not in old or "typed_config" not in new:
        return old
    config = merged_any(old["typed_config"], new["typed_config"])
    return old if config is None else {**old, "typed_config": config}
