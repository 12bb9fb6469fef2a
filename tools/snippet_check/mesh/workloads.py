"""Every workload of the mesh: Pods, WorkloadEntries, and the endpoints of ServiceEntries.

Source: Istio 1.30 pilot/pkg/serviceregistry/{kube/controller/{pod,endpoint_builder}.go,serviceentry/conversion.go}.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from snippet_check.mesh.content import TRUE_WORDS, mapping, mappings, number, strings, text, whole
from snippet_check.mesh.identity import identity
from snippet_check.mesh.mesh import Mesh
from snippet_check.mesh.workload import Workload
from snippet_check.resource import Content, Place, Resource

CLUSTER = "Kubernetes"
"""The name of the only cluster, istiod's default."""
TLS_MODE_LABEL = "security.istio.io/tlsMode"
NETWORK_LABEL = "topology.istio.io/network"
UNIX_PREFIX = "unix://"
_LOCALITY_LABELS = ("topology.istio.io/locality", "istio-locality")
_HEALTH_CHECK_ANNOTATION = "proxy.istio.io/health-checks-enabled"


@dataclass(frozen=True, slots=True)
class Workloads:
    """Workloads by name, by address and by namespace."""

    pods: dict[tuple[str, str], Workload]
    pods_by_address: dict[str, tuple[Workload, ...]]
    entries: dict[str, tuple[Workload, ...]]
    """Healthy WorkloadEntries by namespace."""
    by_namespace: dict[str, tuple[Workload, ...]]
    """Ready Pods and healthy WorkloadEntries: what a ServiceEntry's workloadSelector chooses from."""


def workloads(mesh: Mesh) -> Workloads:
    """All workloads of a mesh; asked for with `mesh.once(workloads)`."""
    network = _Networks(mesh)
    pods = {(pod.namespace, pod.name): _pod(mesh, pod, network) for pod in mesh.of_kind("Pod")}
    ready = [pods[pod.namespace, pod.name] for pod in mesh.of_kind("Pod") if _is_ready(pod)]
    entries = [_workload_entry(entry, mesh) for entry in mesh.of_kind("WorkloadEntry") if _is_healthy(entry)]
    return Workloads(
        pods,
        pods_by_address=_grouped(ready, lambda workload: workload.address),
        entries=_grouped(entries, lambda workload: workload.namespace),
        by_namespace=_grouped([*ready, *entries], lambda workload: workload.namespace),
    )


def service_entry_endpoint(endpoint: Content, source: Place, name: str, mesh: Mesh) -> Workload:
    """The workload that an item of a ServiceEntry's `endpoints` describes."""
    return _entry(endpoint, source, name, strings(endpoint, "labels"), mesh)


def _entry(spec: Content, source: Place, name: str, own: dict[str, str], mesh: Mesh) -> Workload:
    namespace = source.resource.namespace
    account = text(spec, "serviceAccount")
    locality = text(spec, "locality") or _labelled_locality(own)
    network = text(spec, "network") or own.get(NETWORK_LABEL, "")
    return Workload(
        name=own.get("service.istio.io/workload-name", name),
        namespace=namespace,
        kind=source.resource.kind,
        address=text(spec, "address"),
        labels=_augmented(own, locality, "", network),
        service_account=identity(mesh, namespace, account) if account else "",
        locality=locality,
        network=network,
        tls_mode=own.get(TLS_MODE_LABEL) or ("istio" if account else "disabled"),
        ports={port: whole(target) for port, target in mapping(spec, "ports").items()},
        weight=number(spec, "weight"),
        source=source,
    )


def container_ports(pod: Resource) -> Iterator[tuple[str, int, str]]:
    """Name, number and protocol of a Pod's ports: its containers' and those of init containers that stay."""
    stay = [one for one in mappings(pod.spec, "initContainers") if text(one, "restartPolicy") == "Always"]
    for container in (*mappings(pod.spec, "containers"), *stay):
        for port in mappings(container, "ports"):
            yield text(port, "name"), number(port, "containerPort"), text(port, "protocol") or "TCP"


def _workload_entry(entry: Resource, mesh: Mesh) -> Workload:
    labels = {**strings(entry.spec, "labels"), **strings(entry.metadata, "labels")}
    return _entry(entry.spec, entry.at(), entry.name, labels, mesh)


class _Networks:
    """The network of an address: its label's, its namespace's, or the system namespace's (istiod's own)."""

    def __init__(self, mesh: Mesh) -> None:
        system = mesh.get("Namespace", "", mesh.root_namespace)
        self._default = strings(system.metadata, "labels").get(NETWORK_LABEL, "") if system else ""

    def of(self, labels: dict[str, str]) -> str:
        return labels.get(NETWORK_LABEL) or self._default


def _pod(mesh: Mesh, pod: Resource, networks: _Networks) -> Workload:
    labels = strings(pod.metadata, "labels")
    node = text(pod.spec, "nodeName")
    locality = _labelled_locality(labels) or _node_locality(mesh, node)
    network = networks.of(labels)
    ports: dict[str, int] = {}
    for name, port, protocol in container_ports(pod):
        if name and protocol == "TCP":
            ports.setdefault(name, port)
    return Workload(
        name=labels.get("service.istio.io/workload-name", pod.name),
        namespace=pod.namespace,
        kind="Pod",
        address=text(mapping(pod.content, "status"), "podIP"),
        labels=_augmented(labels, locality, node, network),
        service_account=identity(mesh, pod.namespace, text(pod.spec, "serviceAccountName")),
        locality=locality,
        network=network,
        tls_mode=labels.get(TLS_MODE_LABEL, "disabled"),
        ports=ports,
        node=node,
        source=pod.at(),
    )


def _labelled_locality(labels: dict[str, str]) -> str:
    found = next((labels[name] for name in _LOCALITY_LABELS if name in labels), "")
    return found if "/" in found else found.replace(".", "/")


def _node_locality(mesh: Mesh, name: str) -> str:
    node = mesh.get("Node", "", name) if name else None
    labels = strings(node.metadata, "labels") if node else {}
    region = labels.get("topology.kubernetes.io/region") or labels.get("failure-domain.beta.kubernetes.io/region", "")
    zone = labels.get("topology.kubernetes.io/zone") or labels.get("failure-domain.beta.kubernetes.io/zone", "")
    subzone = labels.get("topology.istio.io/subzone", "")
    return f"{region}/{zone}/{subzone}" if region or zone or subzone else ""


def _augmented(labels: dict[str, str], locality: str, node: str, network: str) -> dict[str, str]:
    region, zone, subzone = (*locality.split("/"), "", "", "")[:3]
    added = {
        "topology.kubernetes.io/region": region,
        "topology.kubernetes.io/zone": zone,
        "topology.istio.io/subzone": subzone,
        "topology.istio.io/cluster": CLUSTER,
        "kubernetes.io/hostname": node,
        NETWORK_LABEL: labels.get(NETWORK_LABEL) or network,
    }
    return {**labels, **{name: value for name, value in added.items() if value}}


def _is_ready(pod: Resource) -> bool:
    status = mapping(pod.content, "status")
    conditions = {text(one, "type"): text(one, "status") for one in mappings(status, "conditions")}
    over = text(status, "phase") in ("Failed", "Succeeded") or "deletionTimestamp" in pod.metadata
    return bool(text(status, "podIP")) and not over and conditions.get("Ready", "True") == "True"


def _is_healthy(entry: Resource) -> bool:
    """A WorkloadEntry whose health is checked counts from its condition Healthy on."""
    if strings(entry.metadata, "annotations").get(_HEALTH_CHECK_ANNOTATION) not in TRUE_WORDS:
        return True
    conditions = mappings(mapping(entry.content, "status"), "conditions")
    return any(text(one, "type") == "Healthy" and text(one, "status") == "True" for one in conditions)


def _grouped(found: list[Workload], key: Callable[[Workload], str]) -> dict[str, tuple[Workload, ...]]:
    groups: dict[str, list[Workload]] = defaultdict(list)
    for workload in found:
        groups[key(workload)].append(workload)
    return {name: tuple(group) for name, group in groups.items()}
