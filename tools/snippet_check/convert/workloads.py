"""The proxies that serve the old configuration and the new one."""

from __future__ import annotations

from collections.abc import Mapping

from snippet_check.mesh.content import mapping, selects, strings, text
from snippet_check.mesh.mesh import Mesh
from snippet_check.mesh.proxy import Proxy
from snippet_check.resource import Content, FullName

_DEFAULT_SELECTOR = {"istio": "ingressgateway"}
_DEFAULT_NAMESPACE = "istio-system"
_STAND_IN = "the-gateway"
_GATEWAY_NAME = "gateway.networking.k8s.io/gateway-name"
_ADDRESSES = {True: "10.244.255.1", False: "10.244.255.2"}


def gateway_proxy(mesh: Mesh, selector: Mapping[str, str] | None) -> Proxy:
    """The workload that a selector selects: a Pod, what a Service selects, or one as Istio installs it."""
    wanted = selector or _DEFAULT_SELECTOR
    for pod in mesh.of_kind("Pod"):
        labels = strings(pod.metadata, "labels")
        if selects(wanted, labels):
            address = text(mapping(pod.content, "status"), "podIP")
            account = text(pod.spec, "serviceAccountName")
            return Proxy("router", pod.name, pod.namespace, labels, address, account)
    for service in mesh.of_kind("Service"):
        labels = strings(service.spec, "selector")
        if labels and selects(wanted, labels):
            return Proxy("router", _STAND_IN, service.namespace, labels, _ADDRESSES[True])
    return Proxy("router", _STAND_IN, _DEFAULT_NAMESPACE, dict(wanted), _ADDRESSES[True])


def managed_proxy(gateway: FullName) -> Proxy:
    """The workload that istiod makes for a Gateway of class istio."""
    labels = {_GATEWAY_NAME: gateway.name}
    return Proxy("router", f"{gateway.name}-istio", gateway.namespace, labels, _ADDRESSES[False])


def pod_of(proxy: Proxy) -> Content:
    """A Pod for a proxy that nobody wrote down."""
    metadata = {"name": proxy.name, "namespace": proxy.namespace, "labels": dict(proxy.labels)}
    spec = {"serviceAccountName": proxy.service_account, "containers": []}
    return {"apiVersion": "v1", "kind": "Pod", "metadata": metadata, "spec": spec, "status": {"podIP": proxy.ip}}
