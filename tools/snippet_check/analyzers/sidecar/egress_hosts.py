"""An egress host of a Sidecar is one that a Service or ServiceEntry has, in the namespace it names."""

from __future__ import annotations

from collections.abc import Iterator

from snippet_check.diagnostics import Diagnostic, message_type
from snippet_check.mesh import Mesh
from snippet_check.mesh.content import mappings, texts
from snippet_check.mesh.hosts import HostIndex, expand
from snippet_check.resource import Resource

INPUTS = frozenset({"Sidecar", "Service", "ServiceEntry"})

_ANY = frozenset({"*", "."})


def analyze(mesh: Mesh) -> Iterator[Diagnostic]:
    if not mesh.of_kind("Service") and not mesh.of_kind("ServiceEntry"):
        return  # nothing is known about hosts at all
    hosts = _Hosts(mesh)
    for sidecar in mesh.of_kind("Sidecar"):
        for i, egress in enumerate(mappings(sidecar.spec, "egress")):
            for j, entry in enumerate(texts(egress, "hosts")):
                if not hosts.knows(entry, sidecar):
                    yield message_type("SC0231").at(sidecar.at("spec", "egress", i, "hosts", j), host=entry)


class _Hosts:
    """Every host of the mesh, of each namespace and of all."""

    def __init__(self, mesh: Mesh) -> None:
        by_namespace: dict[str, list[str]] = {}
        for service in mesh.of_kind("Service"):
            by_namespace.setdefault(service.namespace, []).append(expand(service.name, service.namespace))
        for entry in mesh.of_kind("ServiceEntry"):
            by_namespace.setdefault(entry.namespace, []).extend(texts(entry.spec, "hosts"))
        self._of = {namespace: HostIndex(hosts) for namespace, hosts in by_namespace.items()}
        self._all = HostIndex(host for hosts in by_namespace.values() for host in hosts)

    def knows(self, entry: str, sidecar: Resource) -> bool:
        namespace, slash, host = entry.partition("/")
        if not slash or host == "*" or namespace == "~":
            return True
        namespace = sidecar.namespace if namespace == "." else namespace
        index = self._all if namespace == "*" else self._of.get(namespace)
        return index is not None and next(index.overlapping(host), None) is not None
