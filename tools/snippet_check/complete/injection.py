"""Which Pods get a sidecar, and what it changes about them.

Source: manifests/charts/istio-control/istio-discovery, templates/mutatingwebhook.yaml (the selectors of the default
revision) and files/injection-template.yaml; pkg/kube/inject/inject.go (injectRequired).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from snippet_check.complete.copies import changed
from snippet_check.resource import Content, Resource

PROXY = "istio-proxy"
_IMAGE = "docker.io/istio/proxyv2:1.30.3"
_AUTOMATIC = "auto"
_REVISION = "default"
_INJECT = "sidecar.istio.io/inject"
_TLS_MODE = "security.istio.io/tlsMode"
_IGNORED_NAMESPACES = frozenset(("kube-system", "kube-public", "kube-node-lease", "local-path-storage"))


def is_injected(pod: Resource, namespace_labels: Mapping[str, str]) -> bool:
    """Whether the injector of the default revision adds its sidecar to this Pod."""
    labels = pod.metadata.get("labels", {})
    if pod.spec.get("hostNetwork") or pod.namespace in _IGNORED_NAMESPACES:
        return False
    if not _is_sent(labels, namespace_labels):
        return False
    asked = labels.get(_INJECT, pod.metadata.get("annotations", {}).get(_INJECT))
    return asked != "false"  # type: ignore[no-any-return]


def _is_sent(pod: Mapping[str, str], namespace: Mapping[str, str]) -> bool:
    """Whether the API server sends the Pod to the injector at all."""
    if pod.get(_INJECT) == "false":
        return False
    injection, revision = namespace.get("istio-injection"), namespace.get("istio.io/rev")
    if injection is not None:
        return injection == "enabled"
    if revision is not None:
        return revision == _REVISION
    own = pod.get("istio.io/rev")
    return own == _REVISION if own is not None else pod.get(_INJECT) == "true"


def with_sidecar(pod: Resource) -> Resource:
    """The Pod as the injector leaves it; one that brings its own proxy container keeps it, but for the image "auto"."""
    labels = pod.metadata.get("labels", {})
    metadata: Content = {**pod.metadata, "labels": {_TLS_MODE: "istio", **_canonical(pod, labels), **labels}}
    metadata["annotations"] = {"sidecar.istio.io/status": '{"revision":"default"}', **metadata.get("annotations", {})}
    return changed(pod, metadata=metadata, spec=_spec(pod.spec, metadata["annotations"]))


def _canonical(pod: Resource, labels: Mapping[str, str]) -> dict[str, str]:
    """The labels by which telemetry knows a workload."""
    owner = next((owner.get("name") for owner in pod.metadata.get("ownerReferences", ())), pod.name)
    return {
        "service.istio.io/canonical-name": labels.get("app.kubernetes.io/name", labels.get("app", owner)),
        "service.istio.io/canonical-revision": labels.get("app.kubernetes.io/version", labels.get("version", "latest")),
    }


def _spec(spec: Content, annotations: Mapping[str, str]) -> Content:
    image = annotations.get("sidecar.istio.io/proxyImage", _IMAGE)
    own = {field: list(spec[field]) for field in ("containers", "initContainers") if field in spec}
    if any(container.get("name") == PROXY for containers in own.values() for container in containers):
        return {**spec, **{field: [_with_image(one, image) for one in containers] for field, containers in own.items()}}
    proxy: dict[str, Any] = {
        "name": PROXY,
        "image": image,
        "ports": [{"name": "http-envoy-prom", "containerPort": 15090, "protocol": "TCP"}],
        # A native sidecar, as on every Kubernetes that Istio 1.30 supports.
        "restartPolicy": "Always",
    }
    return {**spec, "initContainers": [*spec.get("initContainers", ()), proxy]}


def _with_image(container: Content, image: str) -> Content:
    """The container, its image chosen where it is a proxy that leaves this to the injector."""
    leaves = container.get("name") == PROXY and container.get("image", _AUTOMATIC) == _AUTOMATIC
    return {**container, "image": image} if leaves else container
