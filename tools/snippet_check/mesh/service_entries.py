"""ServiceEntries as services of the mesh: one for each host and address.

Source: Istio 1.30 pilot/pkg/serviceregistry/serviceentry/conversion.go.
"""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import ip_address, ip_network

from snippet_check.mesh.content import mapping, mappings, number, strings, text, texts
from snippet_check.mesh.creation import created
from snippet_check.mesh.kubernetes_services import DISTRIBUTION_ANNOTATION
from snippet_check.mesh.protocol import parse
from snippet_check.mesh.service import UNSPECIFIED_ADDRESS, Port, Resolution, Service
from snippet_check.resource import Content, Resource


def service_entry_services(resource: Resource) -> Iterator[Service]:
    """The services that a ServiceEntry declares."""
    spec = resource.spec
    ports = tuple(_port(resource, i, port) for i, port in enumerate(mappings(spec, "ports")))
    annotations = strings(resource.metadata, "annotations")
    written = texts(spec, "addresses")
    addresses = [address for one in written if (address := _address(one))] if written else [UNSPECIFIED_ADDRESS]
    for host in texts(spec, "hosts"):
        for address in addresses:
            yield Service(
                hostname=host,
                name=host,
                namespace=resource.namespace,
                ports=ports,
                addresses=(address,),
                resolution=resolution(spec),
                from_kubernetes=False,
                source=resource.at(),
                mesh_external=text(spec, "location") != "MESH_INTERNAL",
                export_to=frozenset(texts(spec, "exportTo")),
                labels=strings(resource.metadata, "labels"),
                selector=strings(spec, "workloadSelector", "labels"),
                subject_alt_names=tuple(texts(spec, "subjectAltNames")),
                created=created(resource),
                traffic_distribution=annotations.get(DISTRIBUTION_ANNOTATION, ""),
            )


def resolution(spec: Content) -> Resolution:
    """A ServiceEntry's resolution; NONE where nothing is written."""
    name = text(spec, "resolution")
    return Resolution(name) if name in ("STATIC", "DNS", "DNS_ROUND_ROBIN", "DYNAMIC_DNS") else Resolution.NONE


def selects_workloads(spec: Content) -> bool:
    """Whether a workloadSelector, rather than `endpoints`, gives the endpoints."""
    return isinstance(spec.get("workloadSelector"), dict)


def workload_selector(spec: Content) -> dict[str, str]:
    """The labels that a ServiceEntry's workloads must have."""
    return strings(mapping(spec, "workloadSelector"), "labels")


def _port(resource: Resource, index: int, port: Content) -> Port:
    protocol = parse(text(port, "protocol"))
    place = resource.at("spec", "ports", index)
    return Port(number(port, "number"), text(port, "name"), protocol, number(port, "targetPort"), place)


def _address(written: str) -> str:
    """An IP or a CIDR block, a block of one address without its mask; "" for anything else, which Istio passes over."""
    try:
        if "/" not in written:
            return str(ip_address(written)) and written
        network = ip_network(written, strict=False)
    except ValueError:
        return ""
    return written.partition("/")[0] if network.num_addresses == 1 else written
