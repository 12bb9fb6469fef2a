"""The Pods that the controllers of Deployments and their like make from a template."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence

from snippet_check.complete.copies import added
from snippet_check.resource import Content, GroupVersionKind, Resource
from snippet_check.schema.kinds import kind_key

POD = GroupVersionKind("", "v1", "Pod")
MOST_PODS = 100
"""How many Pods one workload gets at most: enough for every share of traffic, whatever `replicas` says."""

_SAFE = "bcdfghjklmnpqrstvwxz2456789"
"""The characters of which Kubernetes makes the random part of names."""


def pods_of(workload: Resource, nodes: Sequence[Resource]) -> Iterator[Resource]:
    """The Pods of a workload, none for a resource of another kind. Each stands where the template stands."""
    names = _NAMES.get(kind_key(workload.group_version_kind))
    template = workload.spec.get("template")
    if names is None or not isinstance(template, dict):
        return
    metadata: Content = template.get("metadata", {})
    owner = {"apiVersion": workload.content["apiVersion"], "kind": workload.kind, "name": workload.name}
    for name in names(workload, _replicas(workload, nodes)):
        labels = {**metadata.get("labels", {}), **_own_labels(workload, name)}
        yield added(
            POD,
            name,
            workload.namespace,
            workload,
            ("spec", "template"),
            metadata={**metadata, "labels": labels, "ownerReferences": [owner]},
            spec=template.get("spec", {}),
        )


def _own_labels(workload: Resource, pod: str) -> dict[str, str]:
    """The labels that the controller adds, as far as anybody can know and so select them."""
    if workload.kind == "StatefulSet":
        return {"statefulset.kubernetes.io/pod-name": pod, "apps.kubernetes.io/pod-index": pod.rpartition("-")[2]}
    if workload.kind == "Job":
        return dict.fromkeys(("batch.kubernetes.io/job-name", "job-name"), workload.name)
    return {}


def _replicas(workload: Resource, nodes: Sequence[Resource]) -> int:
    if workload.kind == "DaemonSet":
        return max(len(nodes), 1)
    field = "parallelism" if workload.kind == "Job" else "replicas"
    wanted = workload.spec.get(field, 1)
    return min(wanted, MOST_PODS) if isinstance(wanted, int) else 1


def _through_replica_set(workload: Resource, count: int) -> Iterator[str]:
    replica_set = f"{workload.name}-{_word(workload.name, 9)}"
    return (f"{replica_set}-{_word(f'{replica_set}/{i}', 5)}" for i in range(count))


def _hashed(workload: Resource, count: int) -> Iterator[str]:
    return (f"{workload.name}-{_word(f'{workload.name}/{i}', 5)}" for i in range(count))


def _numbered(workload: Resource, count: int) -> Iterator[str]:
    start = workload.spec.get("ordinals", {}).get("start", 0)
    return (f"{workload.name}-{start + i}" for i in range(count))


_NAMES = {
    "Deployment": _through_replica_set,
    "ReplicaSet": _hashed,
    "ReplicationController": _hashed,
    "StatefulSet": _numbered,
    "DaemonSet": _hashed,
    "Job": _hashed,
}


def _word(text: str, length: int) -> str:
    """A stable word that looks as random as the cluster's own."""
    number = zlib.crc32(text.encode()) * 2654435761 + zlib.adler32(text.encode())
    letters = []
    for _ in range(length):
        number, letter = divmod(number, len(_SAFE))
        letters.append(_SAFE[letter])
    return "".join(letters)
