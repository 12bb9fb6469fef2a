"""Kubernetes Services as services of the mesh.

Source: Istio 1.30 pilot/pkg/serviceregistry/kube/conversion.go.
"""

from __future__ import annotations

from collections.abc import Iterator

from snippet_check.mesh.content import mappings, number, strings, text, texts, whole
from snippet_check.mesh.creation import created
from snippet_check.mesh.hosts import SERVICE_DOMAIN
from snippet_check.mesh.identity import identity
from snippet_check.mesh.mesh import Mesh
from snippet_check.mesh.protocol import service_port_protocol
from snippet_check.mesh.service import UNSPECIFIED_ADDRESS, Port, Resolution, Service
from snippet_check.resource import Content, Resource

EXPORT_TO_ANNOTATION = "networking.istio.io/exportTo"
DISTRIBUTION_ANNOTATION = "networking.istio.io/traffic-distribution"
_HEADLESS = "None"


def kubernetes_service(resource: Resource, mesh: Mesh) -> Service:
    """The service that a Kubernetes Service is."""
    spec = resource.spec
    external_name = text(spec, "externalName") if text(spec, "type") == "ExternalName" else ""
    annotations = strings(resource.metadata, "annotations")
    return Service(
        hostname=f"{resource.name}.{resource.namespace}.{SERVICE_DOMAIN}",
        name=resource.name,
        namespace=resource.namespace,
        ports=tuple(_port(resource, i, port) for i, port in enumerate(mappings(spec, "ports"))),
        addresses=_addresses(spec),
        resolution=_resolution(spec, external_name),
        from_kubernetes=True,
        source=resource.at(),
        mesh_external=bool(external_name),
        export_to=_export_to(annotations),
        labels=strings(resource.metadata, "labels"),
        selector=strings(spec, "selector"),
        subject_alt_names=tuple(_accounts(resource, annotations, mesh)),
        created=created(resource),
        type=text(spec, "type") or "ClusterIP",
        external_name=external_name,
        traffic_distribution=text(spec, "trafficDistribution") or annotations.get(DISTRIBUTION_ANNOTATION, ""),
        node_local=text(spec, "internalTrafficPolicy") == "Local",
    )


def _port(service: Resource, index: int, port: Content) -> Port:
    target = port.get("targetPort")
    app_protocol = port.get("appProtocol")
    name = text(port, "name")
    protocol = service_port_protocol(
        number(port, "port"), name, text(port, "protocol"), app_protocol if isinstance(app_protocol, str) else None
    )
    return Port(
        number(port, "port"),
        name,
        protocol,
        target if isinstance(target, str) else whole(target),
        service.at("spec", "ports", index),
    )


def _addresses(spec: Content) -> tuple[str, ...]:
    address = text(spec, "clusterIP")
    if not address or address == _HEADLESS:
        return (UNSPECIFIED_ADDRESS,)
    every = texts(spec, "clusterIPs")
    return tuple(every) if len(every) > 1 else (address,)


def _resolution(spec: Content, external_name: str) -> Resolution:
    if text(spec, "clusterIP") == _HEADLESS:
        return Resolution.NONE
    return Resolution.ALIAS if external_name else Resolution.STATIC


def _export_to(annotations: dict[str, str]) -> frozenset[str]:
    written = annotations.get(EXPORT_TO_ANNOTATION, "")
    return frozenset(name.strip() for name in written.split(",")) if written else frozenset()


def _accounts(service: Resource, annotations: dict[str, str], mesh: Mesh) -> Iterator[str]:
    """The identities that the Service's annotations name: as they are, and by service accounts of its namespace."""
    yield from _listed(annotations, "alpha.istio.io/canonical-serviceaccounts")
    for account in _listed(annotations, "alpha.istio.io/kubernetes-serviceaccounts"):
        yield identity(mesh, service.namespace, account)


def _listed(annotations: dict[str, str], name: str) -> list[str]:
    written = annotations.get(name, "")
    return written.split(",") if written else []
