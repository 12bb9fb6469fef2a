"""The services of a Sidecar's scope: one for each hostname, made one where several egress listeners let in parts.

Source: Istio 1.30 pilot/pkg/model/sidecar.go (appendSidecarServices, canMergeServices).
"""

from __future__ import annotations

from dataclasses import replace

from snippet_check.mesh.service import Service


class ScopeServices:
    """Services by hostname, in the order in which their hostnames came."""

    def __init__(self) -> None:
        self.by_hostname: dict[str, Service] = {}

    def add(self, service: Service) -> None:
        """Adds a service, or the ports that it has more than the one of its hostname that is there already."""
        held = self.by_hostname.get(service.hostname)
        if held is None or (service.from_kubernetes and not held.from_kubernetes):
            self.by_hostname[service.hostname] = service
        elif held is not service and not _same_ports(held, service) and _are_parts(held, service):
            known = {port.number for port in held.ports}
            added = tuple(port for port in service.ports if port.number not in known)
            self.by_hostname[service.hostname] = replace(held, ports=(*held.ports, *added))


def _same_ports(one: Service, other: Service) -> bool:
    first, second = ([(p.number, p.name, p.protocol) for p in service.ports] for service in (one, other))
    return first == second


def _are_parts(one: Service, other: Service) -> bool:
    return (
        one.namespace == other.namespace
        and one.resolution is other.resolution
        and one.from_kubernetes == other.from_kubernetes
        and one.labels == other.labels
        and one.selector == other.selector
        and one.export_to == other.export_to
    )
