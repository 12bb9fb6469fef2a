"""The proxies of Pods: the sidecar that a Pod has, or the gateway that it is."""

from __future__ import annotations

from snippet_check.mesh.content import mapping, strings, text, texts
from snippet_check.mesh.membership import PROXY_CONTAINER, containers
from snippet_check.mesh.mesh import Mesh
from snippet_check.mesh.proxy import Proxy
from snippet_check.mesh.workloads import TLS_MODE_LABEL
from snippet_check.resource import Resource

_INTERCEPTION_MODE = "sidecar.istio.io/interceptionMode"
_TEMPLATES = "inject.istio.io/templates"
_GATEWAY = "gateway"
_ROUTER = "router"


def has_sidecar(pod: Resource) -> bool:
    """Whether a Pod's connections are led through a sidecar."""
    return TLS_MODE_LABEL in strings(pod.metadata, "labels") and not is_gateway(pod)


def sidecar_of(pod: Resource) -> Proxy:
    """The sidecar of a Pod."""
    mode = strings(pod.metadata, "annotations").get(_INTERCEPTION_MODE)
    return Proxy(
        metadata={} if mode is None else {"INTERCEPTION_MODE": mode},
        name=pod.name,
        namespace=pod.namespace,
        labels=strings(pod.metadata, "labels"),
        ip=text(mapping(pod.content, "status"), "podIP"),
        service_account=text(pod.spec, "serviceAccountName"),
    )


def gateway_of(pod: Resource) -> Proxy:
    """The gateway that a Pod is."""
    own = sidecar_of(pod)
    return Proxy("router", own.name, own.namespace, own.labels, own.ip, own.service_account)


def is_gateway(pod: Resource) -> bool:
    """Whether a Pod's proxy stands alone: made from the template for gateways, told to be a router, or without company.

    Source: Istio 1.30 manifests/charts/gateway, and files/gateway-injection-template.yaml of istio-discovery.
    """
    if _GATEWAY in strings(pod.metadata, "annotations").get(_TEMPLATES, "").split(","):
        return True
    own = containers(pod.spec)
    proxies = [one for one in own if text(one, "name") == PROXY_CONTAINER]
    return bool(proxies) and (len(proxies) == len(own) or any(_ROUTER in texts(one, "args") for one in proxies))


def proxy_of(pod: Resource) -> Proxy | None:
    """The proxy of a Pod, None for one that has none."""
    return gateway_of(pod) if is_gateway(pod) else sidecar_of(pod) if has_sidecar(pod) else None


def proxy_at(mesh: Mesh, address: str) -> Proxy | None:
    """The proxy that takes connections to an address; None where no Pod has it, or the Pod has no proxy."""
    pod = mesh.once(_pods_by_address).get(address)
    return proxy_of(pod) if pod else None


def _pods_by_address(mesh: Mesh) -> dict[str, Resource]:
    return {
        address: pod
        for pod in mesh.of_kind("Pod")
        if (address := text(mapping(pod.content, "status"), "podIP")) and pod.spec.get("hostNetwork") is not True
    }
