"""Who calls: a workload with its sidecar, a gateway that takes a call in, or a client without a proxy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from snippet_check.mesh.content import mappings, number, selects, strings, text
from snippet_check.mesh.gateway_configs import gateway_configs
from snippet_check.mesh.hosts import SERVICE_DOMAIN
from snippet_check.mesh.mesh import Mesh
from snippet_check.mesh.proxy import Proxy
from snippet_check.mesh.registry import registry
from snippet_check.mesh.sidecar_scope import sidecar_scope
from snippet_check.mesh.workload import Instance
from snippet_check.resource import Resource
from snippet_check.simulate.addressing import NOBODY, address_of, gateway_port, service_of
from snippet_check.simulate.call import Mode
from snippet_check.simulate.calls.proxies import gateway_of, has_sidecar, proxy_of, sidecar_of

OUTSIDE = "outside"
GATEWAY = "gateway:"
_DEFAULT_GATEWAY = "istio-ingressgateway.istio-system"
_OPEN = ("LoadBalancer", "NodePort")


class Meeting(NamedTuple):
    """Where a call meets the first proxy: which one, in which way, and at what address and port."""

    proxy: Proxy
    mode: Mode
    address: str
    port: int


def meeting(mesh: Mesh, caller: str, host: str, port: int) -> Meeting | None:
    """Where a call to a host meets the mesh; None where the caller does not exist.

    A caller without a sidecar, as one outside the mesh, meets the proxy of the Pod it calls; if it calls no service of
    the mesh, the ingress gateway: that of Istio's own installation, or else one that a Gateway is for.
    """
    if caller.startswith(GATEWAY):
        return _at_gateway(mesh, caller.removeprefix(GATEWAY), port)
    if caller == OUTSIDE:
        return _from_outside(mesh, "default", host, port)
    pod = _pod(mesh, caller)
    if pod is None:
        return None
    if not has_sidecar(pod):
        return _from_outside(mesh, pod.namespace, host, port)
    proxy = sidecar_of(pod)
    return Meeting(proxy, "outbound", address_of(host, sidecar_scope(mesh, proxy)), port)


def caller_proxy(mesh: Mesh, caller: str) -> Proxy | None:
    """The proxy of a caller; None for one that has none, or does not exist."""
    if caller.startswith(GATEWAY):
        return _gateway(mesh, caller.removeprefix(GATEWAY))
    pod = _pod(mesh, caller)
    return proxy_of(pod) if pod else None


def _at_gateway(mesh: Mesh, name: str, port: int) -> Meeting | None:
    proxy = _gateway(mesh, name)
    if proxy is None:
        return None
    return Meeting(proxy, "gateway", NOBODY, gateway_port(port, sidecar_scope(mesh, proxy)))


def _gateway(mesh: Mesh, name: str) -> Proxy | None:
    """The gateway of a workload, or of a Service whose Pods nobody wrote down."""
    pod = _pod(mesh, name)
    if pod is not None:
        return gateway_of(pod)
    service_name, _, namespace = name.rpartition(".")
    service = mesh.get("Service", namespace, service_name)
    if service is None:
        return None
    return Proxy("router", service_name, namespace, strings(service.spec, "selector"))


def _from_outside(mesh: Mesh, namespace: str, host: str, port: int) -> Meeting | None:
    service = service_of(host, sidecar_scope(mesh, Proxy(namespace=namespace)))
    if service is None:
        met = (_at_gateway(mesh, name, port) for name in (_DEFAULT_GATEWAY, *_entrances(mesh, port)))
        return next((meeting for meeting in met if meeting), None)
    return _at_proxy(registry(mesh).instances(service).get(port, ()))


def _entrances(mesh: Mesh, port: int) -> Iterator[str]:
    """The Services with this port that let the world in to the Pods of some Gateway."""
    selectors = [gateway.selector for gateway in gateway_configs(mesh) if gateway.selector]
    named = {host for gateway in gateway_configs(mesh) for host in gateway.services or ()}
    for service in mesh.of_kind("Service"):
        if text(service.spec, "type") in _OPEN and port in (
            number(one, "port") for one in mappings(service.spec, "ports")
        ):
            labels = strings(service.spec, "selector")
            name = f"{service.name}.{service.namespace}"
            if f"{name}.{SERVICE_DOMAIN}" in named or any(selects(selector, labels) for selector in selectors):
                yield name


def _at_proxy(instances: Iterable[Instance]) -> Meeting | None:
    for instance in instances:
        source = instance.workload.source
        proxy = proxy_of(source.resource) if source is not None and source.resource.kind == "Pod" else None
        if proxy is not None:
            return Meeting(proxy, "gateway" if proxy.is_router else "inbound", instance.address, instance.port)
    return None


def _pod(mesh: Mesh, caller: str) -> Resource | None:
    """The Pod of a name, or the first Pod of the workload of a name: "sleep.default"."""
    name, _, namespace = caller.rpartition(".")
    pods = [pod for pod in mesh.of_kind("Pod") if pod.namespace == namespace]
    return next((pod for pod in pods if pod.name == name), None) or next(
        (
            pod
            for pod in pods
            if any(text(owner, "name") == name for owner in mappings(pod.metadata, "ownerReferences"))
        ),
        None,
    )
