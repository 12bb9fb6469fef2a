"""The hosts that Services and ServiceEntries bring into the mesh, and who can see them, as Istio's analyzers do.

Source: Istio 1.30 pkg/config/analysis/analyzers/util/service_lookup.go.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from snippet_check.mesh.content import mappings, number, strings, text, texts
from snippet_check.mesh.hosts import expand
from snippet_check.mesh.mesh import Mesh
from snippet_check.resource import Resource

EXPORT_TO = "networking.istio.io/exportTo"
"""The annotation by which a Service is seen in some namespaces only."""

_EVERYWHERE = "*"


class ServiceHost(NamedTuple):
    """What stands behind a host: its port numbers and, for a ServiceEntry, the labels of the workloads."""

    ports: tuple[int, ...]
    workload_labels: dict[str, str]


class ServiceHosts:
    """Every host by the scope it is visible in: a namespace, or everywhere."""

    def __init__(self, mesh: Mesh) -> None:
        self._hosts: dict[tuple[str, str], ServiceHost] = {}
        for entry in mesh.as_given("ServiceEntry"):
            self._add_service_entry(entry)
        for service in mesh.as_given("Service"):
            self._add_service(service)
        self._positions = {key: position for position, key in enumerate(self._hosts) if key[1].startswith("*")}
        self._wildcard_lengths = self._wildcards()

    def find(self, host: str, namespace: str, export_to: Iterable[str]) -> ServiceHost | None:
        """What `host` means to a resource of `namespace`, None where it means nothing.

        The resource's own exportTo counts: one that is exported elsewhere is looked up as if it were there.
        """
        full_name = expand(host, namespace)
        scopes = [namespace if scope == "." else scope for scope in export_to] or [namespace]
        for scope in (_EVERYWHERE, *scopes):
            if (scope, full_name) in self._hosts:
                return self._hosts[scope, full_name]
        return self._find_wildcard(host.removeprefix("*"), (_EVERYWHERE, namespace))

    def _find_wildcard(self, host: str, scopes: Iterable[str]) -> ServiceHost | None:
        """The first that matches, not the closest: Istio does not compare them."""
        fitting = [
            key
            for scope in scopes
            for length in self._wildcard_lengths.get(scope, ())
            if length <= len(host) and (key := (scope, "*" + host[len(host) - length :])) in self._positions
        ]
        return self._hosts[min(fitting, key=self._positions.__getitem__)] if fitting else None

    def _wildcards(self) -> dict[str, set[int]]:
        """How long the texts behind the wildcards of each scope are."""
        lengths = defaultdict(set)
        for scope, host in self._positions:
            lengths[scope].add(len(host) - 1)
        return lengths

    def _add_service_entry(self, entry: Resource) -> None:
        ports = tuple(number(port, "number") for port in mappings(entry.spec, "ports"))
        known = ServiceHost(ports, strings(entry.spec, "workloadSelector", "labels"))
        scopes = _scopes(texts(entry.spec, "exportTo"), entry.namespace)
        for host in texts(entry.spec, "hosts"):
            for scope in scopes:
                self._hosts[scope, expand(host, entry.namespace)] = known
            if _EVERYWHERE in scopes:  # what stands before it counts for the first host only
                scopes = [_EVERYWHERE]

    def _add_service(self, service: Resource) -> None:
        known = ServiceHost(tuple(number(port, "port") for port in mappings(service.spec, "ports")), {})
        annotation = text(service.metadata.get("annotations"), EXPORT_TO)
        scopes = [scope.strip() for scope in annotation.split(",")] if annotation else [_EVERYWHERE]
        for scope in scopes:
            scope = service.namespace if scope == "." else scope
            self._hosts[scope, expand(service.name, service.namespace)] = known


def _scopes(export_to: list[str], namespace: str) -> list[str]:
    """Where a ServiceEntry is visible: nothing after a "*" is looked at."""
    if _EVERYWHERE in export_to:
        export_to = export_to[: export_to.index(_EVERYWHERE) + 1]
    return [namespace if scope == "." else scope for scope in export_to] or [_EVERYWHERE]
