"""The endpoints of services: from EndpointSlices, and from the WorkloadEntries, Pods and endpoints that one selects.

Source: Istio 1.30 pilot/pkg/serviceregistry, kube/controller/{endpointslice,controller}.go, serviceentry/conversion.go.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from snippet_check.mesh.content import mapping, mappings, number, selects, strings, text, texts
from snippet_check.mesh.mesh import Mesh
from snippet_check.mesh.service import Port, Resolution, Service
from snippet_check.mesh.service_entries import resolution, selects_workloads, workload_selector
from snippet_check.mesh.specificity import is_ip
from snippet_check.mesh.workload import Health, Instance, Workload
from snippet_check.mesh.workloads import UNIX_PREFIX, Workloads, service_entry_endpoint
from snippet_check.resource import Content, Resource

SERVICE_NAME_LABEL = "kubernetes.io/service-name"
_IMPORTED_LABEL = "multicluster.kubernetes.io/service-name"

Slices = Mapping[tuple[str, str], Sequence[Resource]]
"""EndpointSlices by the namespace and name of their Service."""


def slices_by_service(mesh: Mesh) -> Slices:
    """The EndpointSlices of every Service."""
    found: dict[tuple[str, str], list[Resource]] = defaultdict(list)
    for one in mesh.of_kind("EndpointSlice"):
        labels = strings(one.metadata, "labels")
        name = labels.get(SERVICE_NAME_LABEL)
        if name and _IMPORTED_LABEL not in labels and one.content.get("addressType") != "FQDN":
            found[one.namespace, name].append(one)
    return found


def kubernetes_instances(
    service: Service, slices: Iterable[Resource], workloads: Workloads
) -> Iterator[tuple[int, Instance]]:
    """Endpoints of a Kubernetes Service with the number of their service port."""
    seen: set[tuple[str, str]] = set()
    for name, instance in _slice_instances(service, slices, workloads):
        port = service.port_named(name)
        if port is not None and (instance.address, name) not in seen:
            seen.add((instance.address, name))
            yield port.number, instance
    if service.resolution is Resolution.STATIC and service.selector:
        for entry in workloads.entries.get(service.namespace, ()):
            if is_ip(entry.address) and selects(service.selector, entry.labels):
                yield from _entry_as_endpoint(service, entry)


def service_entry_instances(
    hostname: str, entries: Iterable[Resource], workloads: Workloads, mesh: Mesh
) -> Iterator[tuple[int, Instance]]:
    """Endpoints of the ServiceEntries of one host in one namespace, with the number of their service port."""
    taken: set[int] = set()
    for entry in entries:
        single = resolution(entry.spec) is Resolution.DNS_ROUND_ROBIN
        for port, instance in _entry_instances(hostname, entry, workloads, mesh):
            if not (single and port in taken):
                taken.add(port)
                yield port, instance


def _slice_instances(
    service: Service, slices: Iterable[Resource], workloads: Workloads
) -> Iterator[tuple[str, Instance]]:
    for one in slices:
        ports = [(text(port, "name"), number(port, "port")) for port in mappings(one.content, "ports")]
        for endpoint in mappings(one.content, "endpoints"):
            health = _health(endpoint, service)
            for address in texts(endpoint, "addresses"):
                workload = _behind(address, endpoint, one, workloads)
                if workload is not None:
                    yield from ((name, Instance(address, port, workload, health)) for name, port in ports)


def _health(endpoint: Content, service: Service) -> Health:
    """An endpoint that ends while it still serves is drained only where sessions keep to it."""
    ready, serving, terminating = (
        mapping(endpoint, "conditions").get(name) in (None, True) for name in ("ready", "serving", "terminating")
    )
    if ready:
        return Health.HEALTHY
    if not terminating:
        return Health.UNHEALTHY
    return Health.DRAINING if serving and service.keeps_sessions else Health.TERMINATING


def _behind(address: str, endpoint: Content, one: Resource, workloads: Workloads) -> Workload | None:
    """The Pod that an address is of; None while a Pod that is named does not exist: istiod waits for it."""
    reference = mapping(endpoint, "targetRef")
    if text(reference, "kind") == "Pod":
        return workloads.pods.get((text(reference, "namespace") or one.namespace, text(reference, "name")))
    pods = (pod for pod in workloads.pods_by_address.get(address, ()) if pod.namespace == one.namespace)
    return next(pods, None) or Workload("", "", "", address, source=one.at())


def _entry_as_endpoint(service: Service, entry: Workload) -> Iterator[tuple[int, Instance]]:
    for port in service.ports:
        if target := target_port(port, entry):
            yield port.number, Instance(entry.address, target, entry)


def target_port(port: Port, workload: Workload) -> int:
    """The number behind a service port on a WorkloadEntry; 0 where a target named in the Service is missing there."""
    if isinstance(port.target_port, str) and port.target_port:
        return workload.ports.get(port.target_port, 0)
    return workload.ports.get(port.name, 0) or int(port.target_port or port.number)


def _entry_instances(
    hostname: str, entry: Resource, workloads: Workloads, mesh: Mesh
) -> Iterator[tuple[int, Instance]]:
    spec = entry.spec
    by_dns = resolution(spec) in (Resolution.DNS, Resolution.DNS_ROUND_ROBIN)
    if selects_workloads(spec):
        chosen = _selected(entry, workloads, by_dns)
    elif by_dns and not mappings(spec, "endpoints"):
        chosen = [Workload(entry.name, entry.namespace, "ServiceEntry", hostname, source=entry.at())]
    else:
        chosen = [
            service_entry_endpoint(endpoint, entry.at("spec", "endpoints", i), f"{entry.name}-{i}", mesh)
            for i, endpoint in enumerate(mappings(spec, "endpoints"))
        ]
    for workload in chosen:
        for port in mappings(spec, "ports"):
            yield number(port, "number"), _entry_instance(workload, port)


def _selected(entry: Resource, workloads: Workloads, by_dns: bool) -> list[Workload]:
    selector = workload_selector(entry.spec)
    found = [
        workload
        for workload in workloads.by_namespace.get(entry.namespace, ())
        if selects(selector, workload.labels) and (by_dns or not workload.address or is_ip(workload.address))
    ]
    return sorted(found, key=lambda workload: (workload.kind, workload.source.resource.name if workload.source else ""))


def _entry_instance(workload: Workload, port: Content) -> Instance:
    if workload.address.startswith(UNIX_PREFIX):
        return Instance(workload.address, 0, workload)
    target = workload.ports.get(text(port, "name"), 0) or number(port, "targetPort") or number(port, "number")
    health = Health.HEALTHY if workload.kind == "Pod" else Health.UNKNOWN
    return Instance(workload.address, target, workload, health)
