"""Whatever has the image "auto" is injected, which is what replaces it."""

from collections.abc import Iterator

from snippet_check.diagnostics import Diagnostic, message_type
from snippet_check.mesh import Mesh
from snippet_check.mesh.content import mapping, mappings, strings, text
from snippet_check.mesh.label_selectors import label_selector_selects
from snippet_check.mesh.labels import Labels, annotations, labels
from snippet_check.mesh.membership import PROXY_CONTAINER
from snippet_check.resource import Content, FullName

NAME = "injection.ImageAutoAnalyzer"
INPUTS = frozenset({"Namespace", "Pod", "Deployment", "MutatingWebhookConfiguration"})

_STATUS = "sidecar.istio.io/status"
"""The annotation that the injector leaves behind."""


def analyze(mesh: Mesh) -> Iterator[Diagnostic]:
    for pod in mesh.of_kind("Pod"):
        for i in _automatic(pod.spec):
            place = pod.at("spec", "containers", i, "image")
            yield message_type("IST0147").at(place, reported=(), kind="Pod", name=pod.name)
    for deployment in mesh.of_kind("Deployment"):
        template = mapping(deployment.spec, "template")
        for i in _automatic(mapping(template, "spec")):
            if deployment.full_name not in mesh.once(_seen_injected) and not _is_injected(
                mesh, deployment.namespace, strings(template, "metadata", "labels")
            ):
                place = deployment.at("spec", "template", "spec", "containers", i, "image")
                yield message_type("IST0146").at(place, reported=(), kind="Deployment", name=deployment.name)


def _automatic(pod_spec: Content) -> Iterator[int]:
    for i, container in enumerate(mappings(pod_spec, "containers")):
        if text(container, "name") == PROXY_CONTAINER and text(container, "image") == "auto":
            yield i


def _is_injected(mesh: Mesh, namespace: str, pod_labels: Labels) -> bool:
    """Whether a webhook of Istio's takes Pods with these labels in this namespace."""
    found = mesh.get("Namespace", "", namespace or "default")
    namespace_labels = labels(found) if found else {}
    return any(
        label_selector_selects(mapping(webhook, "namespaceSelector"), namespace_labels)
        and label_selector_selects(mapping(webhook, "objectSelector"), pod_labels)
        for webhook in mesh.once(_istio_webhooks)
    )


def _seen_injected(mesh: Mesh) -> frozenset[FullName]:
    """The Deployments whose Pods are injected in a completed cluster, where no file has to name the webhook."""
    return frozenset(
        FullName(pod.namespace, text(owner, "name"))
        for pod in mesh.of_kind("Pod")
        if _STATUS in annotations(pod)
        for owner in mappings(pod.metadata, "ownerReferences")
        if text(owner, "kind") == "Deployment"
    )


def _istio_webhooks(mesh: Mesh) -> list[Content]:
    return [
        webhook
        for configuration in mesh.of_kind("MutatingWebhookConfiguration")
        for webhook in mappings(configuration.content, "webhooks")
        if text(webhook, "name").endswith("istio.io")
    ]
