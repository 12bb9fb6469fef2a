"""What the API server, the scheduler and the kubelet add to a Pod."""

from __future__ import annotations

from snippet_check.complete.addresses import Addresses
from snippet_check.complete.copies import changed
from snippet_check.resource import Content, Resource


def completed_pod(pod: Resource, addresses: Addresses) -> Resource:
    """The Pod with its defaults, running and ready; what its status says already stays."""
    return changed(pod, spec=_spec(pod.spec), status=_status(pod, addresses))


def _spec(spec: Content) -> Content:
    completed = {"serviceAccountName": spec.get("serviceAccount", "default"), **spec}
    for field in ("containers", "initContainers"):
        if field in spec:
            completed[field] = [_container(container) for container in spec[field]]
    return completed


def _container(container: Content) -> Content:
    if "ports" not in container:
        return container
    return {**container, "ports": [{"protocol": "TCP", **port} for port in container["ports"]]}


def _status(pod: Resource, addresses: Addresses) -> Content:
    status = {"phase": "Running", **pod.content.get("status", {})}
    if not status.get("podIP"):
        status["podIP"] = addresses.of(pod.namespace, pod.name)
    status.setdefault("podIPs", [{"ip": status["podIP"]}])
    if status["phase"] == "Running":
        status.setdefault("conditions", [{"type": "Ready", "status": "True"}])
    return status
