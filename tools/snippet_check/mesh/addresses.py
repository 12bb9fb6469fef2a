"""The addresses of a service as one proxy sees them, and those of the proxy itself.

Source: Istio 1.30 pilot/pkg/model/service.go (GetAddressForProxy, getAllAddressesForProxy) and
pilot/pkg/networking/core/listener_address.go.
"""

from __future__ import annotations

from snippet_check.mesh.proxy import Proxy
from snippet_check.mesh.service import Service


def service_addresses(service: Service, proxy: Proxy) -> tuple[str, ...]:
    """All addresses: of a Kubernetes Service those of one IP family of the proxy's, a ServiceEntry's as written.

    A proxy of both families has those of the family that the Service names first.
    """
    if not service.from_kubernetes:
        return service.addresses
    both = proxy.supports_ipv4 and proxy.supports_ipv6
    wanted = is_ipv6(service.addresses[0]) if both else proxy.supports_ipv6
    return tuple(address for address in service.addresses if is_ipv6(address) is wanted)


def service_address(service: Service, proxy: Proxy) -> str:
    """The first of them; of a service without any in the proxy's IP family its own first address."""
    return next(iter(service_addresses(service, proxy)), service.addresses[0])


def wildcards(proxy: Proxy) -> tuple[str, ...]:
    """The addresses that stand for all of a proxy's."""
    return _either(proxy, "0.0.0.0", "::")


def local_hosts(proxy: Proxy) -> tuple[str, ...]:
    """The addresses by which a proxy reaches its own workload."""
    return _either(proxy, "127.0.0.1", "::1")


def _either(proxy: Proxy, ipv4: str, ipv6: str) -> tuple[str, ...]:
    return (*((ipv4,) if proxy.supports_ipv4 else ()), *((ipv6,) if proxy.supports_ipv6 else ()))


def is_ipv6(address: str) -> bool:
    """Whether an address or block is an IPv6 one."""
    return ":" in address
