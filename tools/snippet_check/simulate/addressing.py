"""Where a connection goes before any proxy sees it: what DNS and a gateway's Service make of a name and a port."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable

from snippet_check.mesh.addresses import service_address
from snippet_check.mesh.registry import registry
from snippet_check.mesh.service import UNSPECIFIED_ADDRESS, Service
from snippet_check.mesh.sidecar_scope import SidecarScope
from snippet_check.mesh.targets import service_targets
from snippet_check.simulate.virtual_hosts import without_port

NOBODY = "1.3.3.7"
"""An address that nobody in the mesh has."""


def address_of(host: str, scope: SidecarScope) -> str:
    """The address of a host as the proxy's workload resolves it, NOBODY for one that the mesh does not know.

    The names of a service are those that Kubernetes' search path leads to. A headless service's address is its first
    endpoint's.
    """
    name = without_port(host.lower()).strip("[]")
    if _is_address(name):
        return name
    service = service_of(name, scope)
    return _address(service, scope) if service else NOBODY


def service_of(name: str, scope: SidecarScope) -> Service | None:
    """The service that a host name leads to in the namespace of the scope's proxy."""
    hostnames = (
        name,
        f"{name}.{scope.proxy.namespace}.svc.cluster.local",
        f"{name}.svc.cluster.local",
        f"{name}.cluster.local",
    )
    return next((found for hostname in hostnames if (found := scope.service(hostname))), None)


def gateway_port(port: int, scope: SidecarScope) -> int:
    """The port at which a gateway's Pod takes what its Service takes at `port`."""
    targets = service_targets(scope.mesh, scope.proxy)
    return next((target.target_port for target in targets if target.port.number == port), port)


def _address(service: Service, scope: SidecarScope) -> str:
    address = service_address(service, scope.proxy).partition("/")[0]
    if address and address != UNSPECIFIED_ADDRESS:
        return address
    instances = registry(scope.mesh).instances(service).values() if service.is_headless else ()
    return _first(instance.address for of_port in instances for instance in of_port)


def _first(addresses: Iterable[str]) -> str:
    return next((address for address in addresses if address), NOBODY)


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
