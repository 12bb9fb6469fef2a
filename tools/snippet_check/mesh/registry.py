"""All services of a mesh with their endpoints, in the order of creation.

Source: Istio 1.30 pilot/pkg/model/push_context.go (initServiceRegistry, resolveServiceAliases) and the two registries
under pilot/pkg/serviceregistry.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from snippet_check.mesh.kubernetes_services import kubernetes_service
from snippet_check.mesh.mesh import Mesh
from snippet_check.mesh.service import Resolution, Service
from snippet_check.mesh.service_entries import service_entry_services
from snippet_check.mesh.service_instances import kubernetes_instances, service_entry_instances, slices_by_service
from snippet_check.mesh.visibility import default_export_to
from snippet_check.mesh.workload import Instance
from snippet_check.mesh.workloads import workloads
from snippet_check.resource import Resource


class Registry:
    """Every service, oldest first, by host and namespace; endpoints are gathered when they are asked for."""

    def __init__(self, mesh: Mesh) -> None:
        self._mesh = mesh
        self.default_export_to = default_export_to(mesh, "defaultServiceExportTo")
        self._workloads = mesh.once(workloads)
        self._slices = slices_by_service(mesh)
        self.services = tuple(_with_aliases(sorted(_declared(mesh), key=_order)))
        self.by_hostname: Mapping[str, Mapping[str, Service]] = _by_hostname(self.services)
        """Of each hostname and namespace the one that counts: Kubernetes' before a ServiceEntry's, else the oldest."""
        self.subject_alt_names: Mapping[tuple[str, str], tuple[str, ...]] = {
            (service.namespace, service.hostname): service.subject_alt_names for service in self.services
        }
        """By namespace and hostname: of several services the last one's count for all."""
        self._kubernetes = {(s.namespace, s.name): s for s in self.services if s.from_kubernetes}
        self._entries = _entries_by_host(mesh)
        self._instances: dict[tuple[str, str], Mapping[int, tuple[Instance, ...]]] = {}

    def service(self, namespace: str, hostname: str) -> Service | None:
        """The service of a hostname in a namespace, None where there is none."""
        return self.by_hostname.get(hostname, {}).get(namespace)

    def kubernetes_service(self, namespace: str, name: str) -> Service | None:
        """The Kubernetes Service of a name, None where there is none."""
        return self._kubernetes.get((namespace, name))

    def instances(self, service: Service) -> Mapping[int, tuple[Instance, ...]]:
        """A service's endpoints by service port; services of one hostname and namespace share theirs."""
        key = (service.namespace, service.hostname)
        if key not in self._instances:
            self._instances[key] = self._gather(*key)
        return self._instances[key]

    def _gather(self, namespace: str, hostname: str) -> Mapping[int, tuple[Instance, ...]]:
        found: dict[int, list[Instance]] = defaultdict(list)
        for port, instance in self._all_instances(namespace, hostname):
            found[port].append(instance)
        return {port: tuple(instances) for port, instances in found.items()}

    def _all_instances(self, namespace: str, hostname: str) -> Iterator[tuple[int, Instance]]:
        owner = self.service(namespace, hostname)
        if owner is not None and owner.from_kubernetes:
            slices = self._slices.get((namespace, owner.name), ())
            yield from kubernetes_instances(owner, slices, self._workloads)
        entries = self._entries.get((namespace, hostname), ())
        yield from service_entry_instances(hostname, entries, self._workloads, self._mesh)


def registry(mesh: Mesh) -> Registry:
    """A mesh's registry, made once."""
    return mesh.once(Registry)


def _declared(mesh: Mesh) -> Iterator[Service]:
    yield from (kubernetes_service(one, mesh) for one in mesh.of_kind("Service"))
    for entry in mesh.of_kind("ServiceEntry"):
        yield from service_entry_services(entry)


def _order(service: Service) -> tuple[str, str, str]:
    return service.created, service.name, service.namespace


def _by_hostname(services: Iterable[Service]) -> dict[str, dict[str, Service]]:
    found: dict[str, dict[str, Service]] = defaultdict(dict)
    for service in services:
        held = found[service.hostname].get(service.namespace)
        if held is None or (service.from_kubernetes and not held.from_kubernetes):
            found[service.hostname][service.namespace] = service
    return dict(found)


def _entries_by_host(mesh: Mesh) -> dict[tuple[str, str], list[Resource]]:
    found: dict[tuple[str, str], list[Resource]] = defaultdict(list)
    services = (s for entry in mesh.of_kind("ServiceEntry") for s in service_entry_services(entry))
    for service in sorted(services, key=lambda s: (*_order(s), s.source.resource.name)):
        found[service.namespace, service.hostname].append(service.source.resource)
    return found


def _with_aliases(services: list[Service]) -> Iterator[Service]:
    """Gives every service the ExternalName Services that lead to it, through others too; a circle leads nowhere."""
    leads_to = {s.hostname: s.external_name for s in services if s.resolution is Resolution.ALIAS}
    aliases: dict[str, list[Service]] = defaultdict(list)
    for alias in services:
        if alias.resolution is Resolution.ALIAS and (end := _end(alias.hostname, leads_to)):
            aliases[end].append(alias)
    for service in services:
        names = sorted((alias.namespace, alias.hostname) for alias in aliases.get(service.hostname, ()))
        yield replace(service, aliases=tuple(hostname for _, hostname in names)) if names else service


def _end(hostname: str, leads_to: Mapping[str, str]) -> str:
    seen = {hostname}
    while hostname in leads_to:
        hostname = leads_to[hostname]
        if hostname in seen:
            return ""
        seen.add(hostname)
    return hostname
