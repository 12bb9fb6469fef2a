"""What the API server adds to a Service."""

from __future__ import annotations

from snippet_check.complete.addresses import Addresses
from snippet_check.complete.copies import changed
from snippet_check.resource import Content, Resource


def completed_service(service: Resource, addresses: Addresses) -> Resource:
    """The Service with its defaults and, where it needs one, an address."""
    spec = {"type": "ClusterIP", "sessionAffinity": "None", **service.spec}
    if "ports" in spec:
        spec["ports"] = [_port(port) for port in spec["ports"]]
    if spec["type"] != "ExternalName":
        spec.update(_address(service, spec, addresses))
    return changed(service, spec=spec)


def _port(port: Content) -> Content:
    completed = {"protocol": "TCP", **port}
    if not completed.get("targetPort") and "port" in port:
        completed["targetPort"] = port["port"]
    return completed


def _address(service: Resource, spec: Content, addresses: Addresses) -> Content:
    given = spec.get("clusterIP") or next(iter(spec.get("clusterIPs", ())), "")
    address = given or addresses.of(service.namespace, service.name)
    return {"clusterIP": address, "clusterIPs": spec.get("clusterIPs", [address])}
