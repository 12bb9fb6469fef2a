"""The EndpointSlices that the cluster's controllers make: of Pods that a Service selects, and of Endpoints."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from snippet_check.complete.copies import added
from snippet_check.resource import Content, GroupVersionKind, Resource

SERVICE_NAME = "kubernetes.io/service-name"
_ENDPOINT_SLICE = GroupVersionKind("discovery.k8s.io", "v1", "EndpointSlice")
_FINISHED = frozenset(("Failed", "Succeeded"))

Ports = tuple[tuple[int, int], ...]
"""The ports of a slice: index in the Service, number on the Pod."""


class PodsBySelector:
    """Pods by the labels they carry, so that a selector need not be held against every Pod."""

    def __init__(self, pods: Iterable[Resource]) -> None:
        self._by_label: dict[tuple[str, str, str], list[Resource]] = defaultdict(list)
        for pod in pods:
            for key, value in pod.metadata.get("labels", {}).items():
                self._by_label[pod.namespace, key, value].append(pod)

    def selected(self, namespace: str, selector: Mapping[str, str]) -> list[Resource]:
        """The Pods of a namespace that carry all these labels, in their order."""
        having = [self._by_label.get((namespace, key, value), []) for key, value in selector.items()]
        fewest = min(having, key=len, default=[])
        return [pod for pod in fewest if selector.items() <= pod.metadata.get("labels", {}).items()]


def slices_of_service(service: Resource, pods: PodsBySelector) -> Iterator[Resource]:
    """One slice for all Pods that serve the Service's ports under the same numbers."""
    selector = service.spec.get("selector", {})
    if not selector or service.spec.get("type") == "ExternalName":
        return
    ports = service.spec.get("ports", [])
    by_ports: dict[Ports, list[Resource]] = defaultdict(list)
    for pod in pods.selected(service.namespace, selector):
        if pod.content.get("status", {}).get("phase") not in _FINISHED:
            by_ports[tuple(_ports_on(pod, ports))].append(pod)
    for number, (served, behind) in enumerate(sorted(by_ports.items())):
        yield added(
            _ENDPOINT_SLICE,
            f"{service.name}-{number}",
            service.namespace,
            service,
            metadata={"labels": {SERVICE_NAME: service.name}},
            addressType="IPv4",
            ports=[_slice_port(ports[index], target) for index, target in served],
            endpoints=[_endpoint(pod, service) for pod in behind],
        )


def _ports_on(pod: Resource, ports: list[Content]) -> Iterator[tuple[int, int]]:
    for index, port in enumerate(ports):
        target: Any = port.get("targetPort", port.get("port", 0))
        number = target if isinstance(target, int) else _named_port(pod, target, port.get("protocol", "TCP"))
        if number:
            yield index, number


def _named_port(pod: Resource, name: str, protocol: str) -> int:
    staying = [one for one in pod.spec.get("initContainers", ()) if one.get("restartPolicy") == "Always"]
    containers = (*pod.spec.get("containers", ()), *staying)
    numbers = (
        port.get("containerPort", 0)
        for container in containers
        for port in container.get("ports", ())
        if port.get("name") == name and port.get("protocol", "TCP") == protocol
    )
    return next(numbers, 0)


def _slice_port(port: Content, number: int) -> Content:
    made = {"name": port.get("name", ""), "protocol": port.get("protocol", "TCP"), "port": number}
    return {**made, "appProtocol": port["appProtocol"]} if "appProtocol" in port else made


def _endpoint(pod: Resource, service: Resource) -> Content:
    status = pod.content.get("status", {})
    serving = any(
        condition.get("type") == "Ready" and condition.get("status") == "True"
        for condition in status.get("conditions", ())
    )
    terminating = "deletionTimestamp" in pod.metadata
    ready = (serving and not terminating) or service.spec.get("publishNotReadyAddresses", False)
    endpoint: Content = {
        "addresses": [status.get("podIP", "")],
        "conditions": {"ready": ready, "serving": serving, "terminating": terminating},
        "targetRef": {"kind": "Pod", "name": pod.name, "namespace": pod.namespace},
    }
    for field in ("nodeName", "hostname"):
        if pod.spec.get(field):
            endpoint[field] = pod.spec[field]
    return endpoint


def slices_of_endpoints(endpoints: Resource) -> Iterator[Resource]:
    """The slices that mirror an Endpoints object, one for each of its subsets."""
    for number, subset in enumerate(endpoints.content.get("subsets", ())):
        yield added(
            _ENDPOINT_SLICE,
            f"{endpoints.name}-mirror-{number}",
            endpoints.namespace,
            endpoints,
            ("subsets", number),
            metadata={"labels": {SERVICE_NAME: endpoints.name}},
            addressType="IPv4",
            ports=[{"name": "", "protocol": "TCP", **port} for port in subset.get("ports", ())],
            endpoints=[
                *(_mirrored(address, True) for address in subset.get("addresses", ())),
                *(_mirrored(address, False) for address in subset.get("notReadyAddresses", ())),
            ],
        )


def _mirrored(address: Content, ready: bool) -> Content:
    endpoint: Content = {"addresses": [address.get("ip", "")], "conditions": {"ready": ready, "serving": ready}}
    for field in ("targetRef", "nodeName", "hostname"):
        if field in address:
            endpoint[field] = address[field]
    return endpoint
