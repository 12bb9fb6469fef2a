"""What a cluster adds to Gateway API resources: the defaults of their schemas, istiod's classes, managed Services.

Source: Gateway API v1.5.1 CRDs; Istio 1.30 pilot/pkg/config/kube/gateway/{deploymentcontroller,gatewayclass}.go.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from snippet_check.complete.copies import added, changed
from snippet_check.resource import Content, GroupVersionKind, Resource
from snippet_check.schema.crd import schema
from snippet_check.schema.defaults import filled
from snippet_check.schema.kinds import GATEWAY_API, find_kind

GATEWAY_CLASS = GroupVersionKind(GATEWAY_API, "v1", "GatewayClass")
_SERVICE = GroupVersionKind("", "v1", "Service")
_CONTROLLER = "istio.io/gateway-controller"
_CLASSES = {"istio": _CONTROLLER, "istio-remote": "istio.io/unmanaged-gateway"}
_GATEWAY_NAME = "gateway.networking.k8s.io/gateway-name"
_GROUP = f"{GATEWAY_API}/"
_OWN_ANNOTATIONS = (
    "kubectl.kubernetes.io/last-applied-configuration",
    "gateway.istio.io/name-override",
    "gateway.istio.io/service-account",
    "gateway.istio.io/controller-version",
)
"""What a Gateway says about itself, and its Service does not inherit."""
_STATUS_PORT: Content = {"name": "status-port", "port": 15021, "appProtocol": "tcp"}


def with_defaults(resource: Resource) -> Resource:
    """The resource with the defaults of its schema; itself where there are none."""
    if resource.group_version_kind.group != GATEWAY_API:
        return resource
    kind = find_kind(resource.group_version_kind)
    root = schema(kind) if kind else None
    return changed(resource, spec=filled(resource.spec, root)) if root else resource


def classes(existing: Iterable[Resource], origin: Resource) -> Iterator[Resource]:
    """The GatewayClasses that istiod makes where nobody else has."""
    names = {one.name for one in existing}
    for name, controller in _CLASSES.items():
        if name not in names:
            yield added(GATEWAY_CLASS, name, "", origin, spec={"controllerName": controller})


def managed_service(
    gateway: Resource, gateway_classes: Iterable[Resource], listener_sets: Iterable[Resource]
) -> Resource | None:
    """The Service that istiod makes for a Gateway, None for one that it does not manage."""
    class_name = gateway.spec.get("gatewayClassName", "")
    controllers = {one.name: one.spec.get("controllerName") for one in gateway_classes}
    if controllers.get(class_name) != _CONTROLLER or not _is_managed(gateway):
        return None
    annotations = gateway.metadata.get("annotations", {})
    name = annotations.get("gateway.istio.io/name-override", f"{gateway.name}-{class_name}")
    return added(
        _SERVICE,
        name,
        gateway.namespace,
        gateway,
        metadata=_metadata(gateway, class_name),
        spec={
            "type": annotations.get("networking.istio.io/service-type", "LoadBalancer"),
            "selector": {_GATEWAY_NAME: gateway.name},
            "ports": list(_ports(gateway, listener_sets)),
        },
    )


def _metadata(gateway: Resource, class_name: str) -> Content:
    named = {_GATEWAY_NAME: gateway.name, f"{_GROUP}gateway-class-name": class_name}
    annotations = _inherited(gateway, "annotations").items()
    return {
        "labels": _inherited(gateway, "labels") | named,
        "annotations": {name: value for name, value in annotations if name not in _OWN_ANNOTATIONS},
    }


def _inherited(gateway: Resource, field: str) -> Content:
    """The labels or annotations of what istiod makes for a Gateway: its `infrastructure`'s, else its own."""
    infrastructure: Content = gateway.spec.get("infrastructure", {})
    if field in infrastructure:
        return {name: value for name, value in infrastructure[field].items() if not name.startswith(_GROUP)}
    own: Content = gateway.metadata.get(field, {})
    return own


def _is_managed(gateway: Resource) -> bool:
    """A Gateway whose only address, if any, is an IP address; a host name names a Service that somebody else made."""
    addresses = gateway.spec.get("addresses", [])
    return len(addresses) < 2 and all(address.get("type", "IPAddress") == "IPAddress" for address in addresses)


def _ports(gateway: Resource, listener_sets: Iterable[Resource]) -> Iterator[Content]:
    yield _STATUS_PORT
    taken = {_STATUS_PORT["port"]}
    own = [one for one in listener_sets if _is_for(one, gateway)]
    for listener in (listener for one in (gateway, *own) for listener in one.spec.get("listeners", ())):
        number = listener.get("port", 0)
        if number not in taken:
            taken.add(number)
            name, protocol = listener.get("name", ""), listener.get("protocol", "")
            yield {"name": name.replace(".", "-"), "port": number, "appProtocol": protocol.lower()}


def _is_for(listener_set: Resource, gateway: Resource) -> bool:
    parent: dict[str, Any] = listener_set.spec.get("parentRef", {})
    wanted = (parent.get("namespace", listener_set.namespace), parent.get("name"))
    return wanted == (gateway.namespace, gateway.name)
