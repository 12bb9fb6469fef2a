"""A workload that is named by its address: a WorkloadEntry, or an endpoint of a ServiceEntry.

Source: Istio pkg/config/validation (validateWorkloadEntry, ValidateServiceEntry).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from snippet_check.resource import FieldPath
from snippet_check.schema.validation.rules.addresses import UNIX, is_ip, unix_socket
from snippet_check.schema.validation.rules.domains import fully_qualified
from snippet_check.schema.validation.rules.labels import labels
from snippet_check.schema.validation.rules.ports import port_name, port_number
from snippet_check.schema.validation.violation import Violation, error, warning

Endpoint = Mapping[str, Any]


def workload_entry(
    content: Endpoint, path: FieldPath, *, service_ports: Collection[str] | None = None, domains: bool = True
) -> Iterator[Violation]:
    """A workload. `service_ports` are the ports of the ServiceEntry around it; `domains` allows names as addresses."""
    address = content.get("address", "")
    if not address and not content.get("network"):
        yield error("endpoint.no_address", path)
        return
    if not address:
        yield warning("endpoint.network_only", path, network=content["network"])
    elif address.startswith(UNIX):
        yield from _unix(content, address, service_ports, path)
    elif not domains:
        if not is_ip(address):
            yield error("endpoint.no_ip", (*path, "address"), address=address)
    else:
        yield from ip_or_domain(address, (*path, "address"))
    yield from endpoint_ports(content, service_ports, path)
    yield from labels(content.get("labels", {}), (*path, "labels"))


def ip_or_domain(address: str, path: FieldPath) -> Iterator[Violation]:
    if not is_ip(address) and fully_qualified(address, path):
        yield error("endpoint.no_ip_or_domain", path, address=address)


def endpoint_ports(content: Endpoint, service_ports: Collection[str] | None, path: FieldPath) -> Iterator[Violation]:
    for name, number in content.get("ports", {}).items():
        where = (*path, "ports", name)
        if service_ports is not None and name not in service_ports:
            yield error("endpoint.unknown_port", where, port=number)
        yield from port_name(name, where)
        yield from port_number(number, where)


def _unix(
    content: Endpoint, address: str, service_ports: Collection[str] | None, path: FieldPath
) -> Iterator[Violation]:
    yield from unix_socket(address.removeprefix(UNIX), (*path, "address"))
    if content.get("ports"):
        yield error("endpoint.socket_with_ports", (*path, "ports"), address=address)
    if service_ports is not None and len(service_ports) != 1:
        yield error("endpoint.socket_needs_one_port", (*path, "address"))
