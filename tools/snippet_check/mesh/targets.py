"""The service ports that one proxy's own workload serves.

Source: Istio 1.30 pilot/pkg/serviceregistry (GetProxyServiceTargets of both registries), pilot/pkg/model/context.go.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from snippet_check.mesh.content import selects, strings
from snippet_check.mesh.mesh import Mesh
from snippet_check.mesh.proxy import Proxy
from snippet_check.mesh.registry import Registry, registry
from snippet_check.mesh.service import Port, Resolution, Service
from snippet_check.mesh.service_instances import target_port
from snippet_check.mesh.workload import Workload
from snippet_check.mesh.workloads import container_ports, workloads
from snippet_check.resource import Resource


@dataclass(frozen=True, slots=True)
class ServiceTarget:
    """A service's port, and the port of the workload behind it."""

    service: Service
    port: Port
    target_port: int


def service_targets(mesh: Mesh, proxy: Proxy) -> tuple[ServiceTarget, ...]:
    """All service ports that lead to a proxy's workload; those of the oldest service first."""
    known = registry(mesh)
    own = [service for service in known.services if service.namespace == proxy.namespace]
    found = [*_kubernetes(mesh, proxy, own, known), *_service_entries(proxy, own, known)]
    return tuple(sorted(found, key=lambda target: (target.service.created, target.service.hostname)))


def _kubernetes(mesh: Mesh, proxy: Proxy, own: list[Service], known: Registry) -> Iterator[ServiceTarget]:
    services = [service for service in own if service.from_kubernetes]
    entry = _workload_entry(mesh, proxy)
    pod = mesh.get("Pod", proxy.namespace, proxy.name)
    if entry is not None:
        yield from _of_entry(entry, services)
        return
    labels = strings(pod.metadata, "labels") if pod else proxy.labels
    selecting = [service for service in services if service.selector and selects(service.selector, labels)]
    for service in selecting:
        yield from _of_pod(service, pod)
    if not selecting:
        yield from _of_endpoints(proxy, services, known)


def _workload_entry(mesh: Mesh, proxy: Proxy) -> Workload | None:
    """The WorkloadEntry of the proxy's address: of several the one of its name, or else of its namespace."""
    entries = [e for group in mesh.once(workloads).entries.values() for e in group if e.address == proxy.ip]
    entries.sort(key=lambda e: (e.namespace != proxy.namespace, e.name != proxy.name, e.namespace, e.name))
    return entries[0] if entries else None


def _of_entry(entry: Workload, services: list[Service]) -> Iterator[ServiceTarget]:
    for service in services:
        if service.resolution is Resolution.STATIC and service.selector and selects(service.selector, entry.labels):
            for port in service.ports:
                if target := target_port(port, entry):
                    yield ServiceTarget(service, port, target)


def _of_pod(service: Service, pod: Resource | None) -> Iterator[ServiceTarget]:
    """The ports that a Service finds in a Pod; several service ports for one target count once."""
    named = {name: number for name, number, protocol in container_ports(pod) if protocol == "TCP"} if pod else {}
    seen: set[tuple[int, object]] = set()
    for port in service.ports:
        number = port.target_port or port.number
        target = named.get(number, 0) if isinstance(number, str) else number
        if target and (target, port.protocol) not in seen:
            seen.add((target, port.protocol))
            yield ServiceTarget(service, port, target)


def _of_endpoints(proxy: Proxy, services: list[Service], known: Registry) -> Iterator[ServiceTarget]:
    for service in services:
        yield from _at_address(service, proxy, known)


def _service_entries(proxy: Proxy, own: list[Service], known: Registry) -> Iterator[ServiceTarget]:
    for service in own:
        if not service.from_kubernetes:
            yield from _at_address(service, proxy, known)


def _at_address(service: Service, proxy: Proxy, known: Registry) -> Iterator[ServiceTarget]:
    for number, instances in known.instances(service).items():
        port = service.port(number)
        for instance in instances:
            if port is not None and instance.address == proxy.ip:
                yield ServiceTarget(service, port, instance.port)
