"""Whether a Gateway has addresses to be reached at: the services whose Pods are to serve it.

Source: Istio 1.30 pilot/pkg/config/kube/gateway/conversion.go (extractGatewayServices, setProgrammedCondition) and
gatewaycommon/context.go (ResolveGatewayInstances). What only a cluster knows counts as given: that the Pods of a
managed Gateway run, and that a load balancer gets its address.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from snippet_check.mesh.content import mappings, strings
from snippet_check.mesh.gateway_api.classes import gateway_services, is_managed
from snippet_check.mesh.gateway_api.conditions import Condition, Problem, condition
from snippet_check.mesh.mesh import Mesh
from snippet_check.mesh.registry import registry
from snippet_check.resource import Resource

_SERVICE_TYPE = "networking.istio.io/service-type"


def accepted(gateway: Resource) -> Condition:
    """Whether a Gateway is written in a way that istiod takes."""
    if is_managed(gateway):
        return condition("Accepted")
    for i, address in enumerate(mappings(gateway.spec, "addresses")):
        if address.get("type") not in (None, "Hostname"):
            return condition("Accepted", Problem("UnsupportedAddress", gateway.at("spec", "addresses", i)))
    if _SERVICE_TYPE in strings(gateway.metadata, "annotations"):
        return condition("Accepted", Problem("DeprecatedField", gateway.at("metadata", "annotations", _SERVICE_TYPE)))
    return condition("Accepted")


def programmed(gateway: Resource, ports: Iterable[int], mesh: Mesh) -> Condition:
    """Whether these ports of a Gateway are there to be called."""
    if is_managed(gateway):
        return condition("Programmed")
    at = gateway.at("spec", "addresses")
    services = gateway_services(gateway)
    if not services:
        return condition("Programmed", Problem("UnsupportedAddress", at))
    reasons = {reason for host in services for reason in _reasons(host, gateway.namespace, set(ports), mesh)}
    for reason in ("AddressNotUsable", "AddressNotAssigned"):
        if reason in reasons:
            return condition("Programmed", Problem(reason, at))
    return condition("Programmed")


def _reasons(host: str, namespace: str, ports: set[int], mesh: Mesh) -> Iterator[str]:
    """What keeps the service of a host from serving these ports."""
    service = registry(mesh).service(namespace, host)
    if service is None:
        yield "AddressNotUsable"
        return
    instances = registry(mesh).instances(service)
    served = any(instances.values())
    for port in ports:
        if not instances.get(port):
            yield "AddressNotUsable" if served else "AddressNotAssigned"
