"""ServiceEntry: hosts, addresses and ports; what each resolution allows.

Source: Istio pkg/config/validation (ValidateServiceEntry).
"""

from __future__ import annotations

from collections.abc import Iterator

from snippet_check.resource import Content, FieldPath, Resource
from snippet_check.schema.validation.rules import ports
from snippet_check.schema.validation.rules.addresses import ip_or_network
from snippet_check.schema.validation.rules.domains import fully_qualified, is_partial_wildcard, wildcard_domain
from snippet_check.schema.validation.rules.endpoints import endpoint_ports, ip_or_domain, workload_entry
from snippet_check.schema.validation.rules.export_to import export_to
from snippet_check.schema.validation.rules.hosts import is_wildcard
from snippet_check.schema.validation.rules.labels import labels, selector
from snippet_check.schema.validation.violation import Violation, error, warning

_DYNAMIC_PROTOCOLS = frozenset(("http", "http2", "grpc", "tls"))
_LOCATIONS = ("MESH_EXTERNAL", "MESH_INTERNAL")


def validate(resource: Resource) -> Iterator[Violation]:
    spec = resource.spec
    path: FieldPath = ("spec", "workloadSelector", "labels")
    wrong_selector = tuple(selector(spec.get("workloadSelector", {}).get("labels", {}), path))
    # Istio looks no further than a selector with a wrong label.
    yield from wrong_selector or _entry(spec, resource.namespace)


def _entry(spec: Content, namespace: str) -> Iterator[Violation]:
    yield from _selector(spec)
    yield from _hosts(spec)
    yield from _addresses(spec)
    yield from _ports(spec)
    yield from _resolved(spec)
    if _resolution(spec) != "NONE" and len(spec.get("hosts", ())) > 1:
        yield from _told_apart(spec)
    yield from export_to(spec.get("exportTo", ()), namespace, service_entry=True)


def _resolution(spec: Content) -> str | int:
    resolution: str | int = spec.get("resolution", "NONE")
    return resolution


def _selector(spec: Content) -> Iterator[Violation]:
    content = spec.get("workloadSelector")
    if content is None:
        return
    if not content.get("labels"):
        yield warning("selector.no_labels", ("spec", "workloadSelector"))
    if "endpoints" in spec:
        yield error("service_entry.selector_and_endpoints", ("spec", "endpoints"))


def _hosts(spec: Content) -> Iterator[Violation]:
    hosts = spec.get("hosts", ())
    if not hosts:
        yield error("service_entry.no_hosts", ("spec",))
    for i, host in enumerate(hosts):
        path = ("spec", "hosts", i)
        if host == "*":
            yield error("service_entry.wildcard", path)
            continue
        yield from wildcard_domain(host, path)
        if is_partial_wildcard(host) and _resolution(spec) != "DYNAMIC_DNS":
            yield warning("domain.partial_wildcard", path, host=host)


def _addresses(spec: Content) -> Iterator[Violation]:
    addresses = spec.get("addresses", ())
    for i, address in enumerate(addresses):
        yield from ip_or_network(address, ("spec", "addresses", i))
    if any("/" in address for address in addresses) and _resolution(spec) not in ("NONE", "STATIC"):
        yield error("service_entry.network", ("spec", "addresses"))


def _ports(spec: Content) -> Iterator[Violation]:
    names: set[str] = set()
    numbers: set[int] = set()
    # Elsewhere istiod finds an address for a host that has none.
    needs_address = "addresses" not in spec and _resolution(spec) == "NONE"
    for i, port in enumerate(spec.get("ports", ())):
        path = ("spec", "ports", i)
        yield from _once(port, names, numbers, path)
        yield from _port(port, path)
        if needs_address and port.get("protocol", "") in ("", "TCP"):
            yield warning("service_entry.tcp_without_address", (*path, "protocol"))


def _once(port: Content, names: set[str], numbers: set[int], path: FieldPath) -> Iterator[Violation]:
    name, number = port.get("name", ""), port.get("number", 0)
    if name in names:
        yield error("service_entry.port_name_twice", (*path, "name"), name=name)
    if number in numbers:
        yield error("service_entry.port_twice", (*path, "number"), number=number)
    names.add(name)
    numbers.add(number)


def _port(port: Content, path: FieldPath) -> Iterator[Violation]:
    if target := port.get("targetPort"):
        yield from ports.port_number(target, (*path, "targetPort"))
    yield from ports.port_name(port.get("name", ""), (*path, "name"))
    yield from ports.protocol(port.get("protocol", ""), (*path, "protocol"))
    yield from ports.port_number(port.get("number", 0), (*path, "number"))


def _resolved(spec: Content) -> Iterator[Violation]:
    """What the way in which addresses are found allows."""
    resolution = _resolution(spec)
    if resolution == "NONE":
        yield from _none(spec)
    elif resolution == "STATIC":
        names = {port.get("name", "") for port in spec.get("ports", ())}
        for i, endpoint in enumerate(spec.get("endpoints", ())):
            yield from workload_entry(endpoint, ("spec", "endpoints", i), service_ports=names, domains=False)
    elif resolution in ("DNS", "DNS_ROUND_ROBIN"):
        yield from _dns(spec)
    elif resolution == "DYNAMIC_DNS":
        yield from _dynamic_dns(spec)
    else:
        yield error("service_entry.resolution", ("spec", "resolution"))


def _none(spec: Content) -> Iterator[Violation]:
    if "endpoints" in spec:
        yield error("service_entry.endpoints_unresolved", ("spec", "endpoints"))
    if "workloadSelector" in spec:
        yield warning("service_entry.selector_unresolved", ("spec", "workloadSelector"))


def _dns(spec: Content) -> Iterator[Violation]:
    hosts, endpoints = spec.get("hosts", ()), spec.get("endpoints", ())
    if not endpoints:
        for i, host in enumerate(hosts):
            if fully_qualified(host, ()):
                yield error("service_entry.host_unresolvable", ("spec", "hosts", i), host=host)
                break
    if len(endpoints) > 1 and _resolution(spec) == "DNS_ROUND_ROBIN":
        yield error("service_entry.several_endpoints", ("spec", "endpoints"))
    names = {port.get("name", "") for port in spec.get("ports", ())}
    for i, endpoint in enumerate(endpoints):
        path = ("spec", "endpoints", i)
        yield from ip_or_domain(endpoint.get("address", ""), (*path, "address"))
        yield from labels(endpoint.get("labels", {}), (*path, "labels"))
        yield from endpoint_ports(endpoint, names, path)
    if "addresses" in spec and len(hosts) > 1 and ports.TCP & _protocols(spec):
        yield warning("service_entry.hosts_share_address", ("spec", "addresses"))


def _dynamic_dns(spec: Content) -> Iterator[Violation]:
    """The proxy looks up the very host that a request asks for."""
    if "hosts" not in spec:
        yield error("service_entry.dynamic_without_hosts", ("spec",))
    for i, host in enumerate(spec.get("hosts", ())):
        if not is_wildcard(host):
            yield error("service_entry.dynamic_host", ("spec", "hosts", i))
    for field in ("addresses", "endpoints"):
        if field in spec:
            yield error("service_entry.dynamic_field", ("spec", field), field=field)
    for i, port in enumerate(spec.get("ports", ())):
        if port.get("protocol", "").lower() not in _DYNAMIC_PROTOCOLS:
            yield error("service_entry.dynamic_protocol", ("spec", "ports", i, "protocol"))
    if spec.get("location", _LOCATIONS[0]) not in _LOCATIONS:
        yield error("service_entry.dynamic_location", ("spec", "location"))


def _told_apart(spec: Content) -> Iterator[Violation]:
    """A proxy must tell several hosts apart by what is sent: HTTP names its host, TLS does so in the handshake."""
    for i, port in enumerate(spec.get("ports", ())):
        if port.get("protocol", "").lower() not in ports.HTTP | ports.TLS:
            yield error("service_entry.hosts_and_protocol", ("spec", "ports", i, "protocol"))
            break


def _protocols(spec: Content) -> set[str]:
    return {port.get("protocol", "").lower() for port in spec.get("ports", ())}
