"""Destinations as backends: a Service for every subset, a ReferenceGrant for every namespace that is crossed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from snippet_check.convert.fields import below
from snippet_check.convert.notes import Notes
from snippet_check.mesh.content import mapping, mappings, strings, text
from snippet_check.mesh.gateway_api.references import ISTIO_NETWORKING
from snippet_check.mesh.hosts import SERVICE_DOMAIN
from snippet_check.mesh.mesh import Mesh
from snippet_check.mesh.registry import registry
from snippet_check.mesh.specificity import full_name
from snippet_check.mesh.virtual_service import Destination
from snippet_check.resource import Content, FullName, Place, Resource
from snippet_check.schema.kinds import GATEWAY_API

_PORT_FIELDS = ("name", "protocol", "appProtocol", "port", "targetPort")
_POLICY = "trafficPolicy"


class Reference(NamedTuple):
    """One resource's reference to another; grants are needed for those that cross namespaces."""

    kind: str
    namespace: str
    group_kind: tuple[str, str]
    target: FullName


class Used(NamedTuple):
    """A Service that calls go to, as the old configuration names it and as the new one does."""

    service: FullName
    port: int
    subset: str
    substitute: FullName
    """The Service that stands for the subset; without one the Service itself."""


@dataclass(frozen=True, slots=True, eq=False)
class SubsetObject:
    """A Service, or the DestinationRule beside it, that stands for a subset."""

    content: Content
    place: Place


class Backends:
    """Makes the backends of a conversion, and remembers what they need."""

    def __init__(self, mesh: Mesh, notes: Notes) -> None:
        self._mesh = mesh
        self._notes = notes
        self._rules: dict[str, list[Resource]] = {}
        for rule in mesh.of_kind("DestinationRule"):
            self._rules.setdefault(full_name(text(rule.spec, "host"), rule.namespace), []).append(rule)
        self.references: list[Reference] = []
        self.used: list[Used] = []
        self.made: dict[tuple[str, FullName], SubsetObject] = {}

    def backend(self, destination: Destination, place: Place, kind: str, namespace: str, listener_port: int) -> Content:
        """The BackendRef of a destination in a route of a kind and namespace; `place` is where its host is written."""
        port = destination.port or self._only_port(destination.host)
        if not port:
            port = listener_port
            self._notes.add("port_unknown", place, port=port)
        service = service_name(destination.host)
        if service is None:
            return self._hostname(destination.host, port, place)
        target = self._target(service, destination, place)
        self.used.append(Used(service, port, destination.subset, target))
        if target.namespace != namespace:
            self.references.append(Reference(kind, namespace, ("", "Service"), target))
            return {"name": target.name, "namespace": target.namespace, "port": port}
        return {"name": target.name, "port": port}

    def is_grpc(self, destination: Destination) -> bool:
        """Whether a destination's port speaks gRPC."""
        services = registry(self._mesh).by_hostname.get(destination.host, {})
        ports = [port for service in services.values() for port in service.ports]
        chosen = [port for port in ports if port.number == destination.port] if destination.port else ports
        return len(chosen) == 1 and chosen[0].protocol.name.startswith("GRPC")

    def _only_port(self, host: str) -> int:
        for service in registry(self._mesh).by_hostname.get(host, {}).values():
            if len(service.ports) == 1:
                return service.ports[0].number
        return 0

    def _hostname(self, host: str, port: int, place: Place) -> Content:
        if host not in registry(self._mesh).by_hostname:
            self._notes.add("host_unknown", below(place, "host"), host=host)
        return {"group": ISTIO_NETWORKING, "kind": "Hostname", "name": host, "port": port}

    def _target(self, service: FullName, destination: Destination, place: Place) -> FullName:
        """The Service that a destination is now: its own, or the one that stands for its subset."""
        if not destination.subset:
            return service
        target = FullName(service.namespace, f"{service.name}-{destination.subset}")
        place = below(place, "subset")
        whole = self._mesh.get("Service", *service)
        rule, subset = self._subset(destination)
        if whole is None or rule is None or not strings(whole.spec, "selector"):
            self._notes.add("subset_unknown", place, service=target, subset=destination.subset)
            return target
        selector = strings(whole.spec, "selector") | strings(subset, "labels")
        there = self._mesh.get("Service", *target)
        if there is not None and strings(there.spec, "selector") != selector:
            target = FullName(target.namespace, f"{target.name}-subset")
        self._notes.add("subset", place, service=target)
        if there is None or target.name != there.name:
            self._make(target, whole, selector, rule, subset, place)
        return target

    def _subset(self, destination: Destination) -> tuple[Resource | None, Content]:
        for rule in self._rules.get(destination.host, ()):
            for subset in mappings(rule.spec, "subsets"):
                if text(subset, "name") == destination.subset:
                    return rule, subset
        return None, {}

    def _make(
        self,
        target: FullName,
        whole: Resource,
        selector: dict[str, str],
        rule: Resource,
        subset: Content,
        place: Place,
    ) -> None:
        ports = [
            {field: port[field] for field in _PORT_FIELDS if port.get(field) not in (None, "TCP")}
            for port in mappings(mapping(whole.written or whole.content, "spec"), "ports")
        ]
        content = _object("v1", "Service", target, {"selector": selector, "ports": ports})
        self.made.setdefault(("Service", target), SubsetObject(content, place))
        if policy := mapping(rule.spec, _POLICY) | mapping(subset, _POLICY):
            spec = {"host": f"{target.name}.{target.namespace}.{SERVICE_DOMAIN}", _POLICY: policy}
            content = _object(_api_version(rule), "DestinationRule", target, spec)
            self.made.setdefault(("DestinationRule", target), SubsetObject(content, place))


def service_name(host: str) -> FullName | None:
    """The Kubernetes Service of a host, None for another host."""
    before = host.removesuffix(f".{SERVICE_DOMAIN}")
    name, dot, namespace = before.partition(".")
    return FullName(namespace, name) if before != host and dot and "." not in namespace else None


def grants(references: list[Reference]) -> Iterator[Content]:
    """A ReferenceGrant for every namespace that is referred to and every kind and namespace that does so."""
    targets: dict[tuple[str, str, str, tuple[str, str]], dict[str, None]] = {}
    for one in references:
        key = one.target.namespace, one.kind, one.namespace, one.group_kind
        targets.setdefault(key, {})[one.target.name] = None
    for (namespace, kind, source, (group, owned)), names in targets.items():
        spec = {
            "from": [{"group": GATEWAY_API, "kind": kind, "namespace": source}],
            "to": [{"group": group, "kind": owned, "name": name} for name in names],
        }
        name = f"{kind.lower()}s-of-{source}-to-{owned.lower()}s"
        yield _object(f"{GATEWAY_API}/v1beta1", "ReferenceGrant", FullName(namespace, name), spec)


def _object(api_version: str, kind: str, name: FullName, spec: Content) -> Content:
    metadata = {"name": name.name, "namespace": name.namespace}
    return {"apiVersion": api_version, "kind": kind, "metadata": metadata, "spec": spec}


def _api_version(resource: Resource) -> str:
    group, version, _ = resource.group_version_kind
    return f"{group}/{version}"
