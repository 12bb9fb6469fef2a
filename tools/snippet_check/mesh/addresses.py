"""The addresses of a service as one proxy sees them.

Source: Istio 1.30 pilot/pkg/model/service.go (GetAddressForProxy, getAllAddressesForProxy).
"""

from __future__ import annotations

from snippet_check.mesh.proxy import Proxy
from snippet_check.mesh.service import Service


def service_addresses(service: Service, proxy: Proxy) -> tuple[str, ...]:
    """All addresses: of a Kubernetes Service those of the proxy's IP family, a ServiceEntry's as written."""
    if not service.from_kubernetes:
        return service.addresses
    return tuple(address for address in service.addresses if is_ipv6(address) == is_ipv6(proxy.ip))


def service_address(service: Service, proxy: Proxy) -> str:
    """The first of them; of a service without any in the proxy's IP family its own first address."""
    return next(iter(service_addresses(service, proxy)), service.addresses[0])


def is_ipv6(address: str) -> bool:
    """Whether an address or block is an IPv6 one."""
    return ":" in address
