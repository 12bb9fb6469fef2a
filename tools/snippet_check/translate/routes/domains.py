"""The names under which a service is called.

Source: Istio 1.30 pilot/pkg/networking/core/httproute.go (generateVirtualHostDomains, GenerateAltVirtualHosts).
"""

from __future__ import annotations

from typing import NamedTuple

from snippet_check.mesh.addresses import service_addresses
from snippet_check.mesh.proxy import Proxy
from snippet_check.mesh.service import UNSPECIFIED_ADDRESS, Service
from snippet_check.mesh.specificity import is_ip

_CLUSTER_SUFFIX = ".svc.cluster.local"


class Domains(NamedTuple):
    """A service's domains, and those among them that are only short forms: they yield to hosts really named so."""

    all: tuple[str, ...]
    short: frozenset[str]


def service_domains(service: Service, port: int, proxy: Proxy) -> Domains:
    """The domains of a service's virtual host; with a port not 0 each stands there with and without it."""
    names: list[str] = []
    short: list[str] = []
    for hostname in (service.hostname, *service.aliases):
        alternatives = alternative_names(hostname, port, proxy.namespace)
        names += [*_with_port(hostname, port), *alternatives]
        short += alternatives
    if service.is_headless:
        names += [f"*.{name}" for name in names]
    for address in service_addresses(service, proxy):
        if address != UNSPECIFIED_ADDRESS:
            names += _with_port(address, port)
    return Domains(tuple(names), frozenset(short))


def alternative_names(hostname: str, port: int, namespace: str) -> list[str]:
    """Other forms of a host as a client in `namespace` may write it: with a trailing dot; shortened, in a cluster."""
    names = [] if is_ip(hostname) else [f"{hostname}."]
    if port:
        names.append(f"{hostname}.:{port}")
    if hostname.endswith(_CLUSTER_SUFFIX):
        name = hostname[: hostname.index(".svc.")]
        service, dot, owner = name.partition(".")
        forms = [service, f"{name}.svc", name] if owner == namespace else [name, f"{name}.svc"]
        names += [text for form in forms if dot for text in _with_port(form, port)]
    return names


def domain_with_port(host: str, port: int) -> str:
    """A host and its port, an IPv6 address in brackets."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def bracketed(host: str) -> str:
    """A host as a domain: an IPv6 address in brackets."""
    return f"[{host}]" if ":" in host else host


def _with_port(host: str, port: int) -> list[str]:
    return [bracketed(host), domain_with_port(host, port)] if port else [bracketed(host)]
