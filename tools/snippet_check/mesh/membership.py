"""Which workloads are part of the mesh, as Istio's analyzers judge it from Pods, templates and namespaces.

Source: Istio 1.30 pkg/config/analysis/analyzers/util/in_mesh.go.
"""

from snippet_check.mesh.content import mapping, mappings, strings, text
from snippet_check.mesh.labels import Labels, annotations, labels
from snippet_check.mesh.mesh import Mesh
from snippet_check.resource import Content, Resource

PROXY_CONTAINER = "istio-proxy"
INJECT = "sidecar.istio.io/inject"
INJECTION = "istio-injection"
REVISION = "istio.io/rev"
DATAPLANE_MODE = "istio.io/dataplane-mode"
MANAGED_BY = "gateway.istio.io/managed"

_REDIRECTION = "ambient.istio.io/redirection"


def containers(pod_spec: Content) -> list[Content]:
    """The containers of a Pod, then its init containers."""
    return [*mappings(pod_spec, "containers"), *mappings(pod_spec, "initContainers")]


def pod_in_mesh(pod: Resource, mesh: Mesh) -> bool:
    """Whether a Pod has a sidecar, or would get one."""
    return _in_mesh(containers(pod.spec), labels(pod), annotations(pod), pod.namespace, mesh)


def deployment_in_mesh(deployment: Resource, mesh: Mesh) -> bool:
    """Whether the Pods of a Deployment would have a sidecar. Init containers do not count here."""
    template = mapping(deployment.spec, "template")
    own, notes = strings(template, "metadata", "labels"), strings(template, "metadata", "annotations")
    return _in_mesh(mappings(mapping(template, "spec"), "containers"), own, notes, deployment.namespace, mesh)


def pod_is_ambient(pod: Resource) -> bool:
    """Whether a node's ztunnel handles a Pod's traffic."""
    return annotations(pod).get(_REDIRECTION) == "enabled"


def namespace_is_ambient(namespace: Resource | None) -> bool:
    """Whether a Namespace asks for ambient mode, and neither for sidecars nor for a revision of them."""
    own = labels(namespace) if namespace else {}
    return own.get(INJECTION) != "enabled" and not own.get(REVISION) and own.get(DATAPLANE_MODE) == "ambient"


def is_control_plane(resource: Resource) -> bool:
    """Whether the labels say that a resource belongs to Istio's own installation."""
    return "istio" in labels(resource) or labels(resource).get("release") == "istio"


def has_proxy(of: list[Content]) -> bool:
    """Whether the first container called istio-proxy has an image."""
    return bool(next((text(each, "image") for each in of if text(each, "name") == PROXY_CONTAINER), ""))


def _in_mesh(of: list[Content], own: Labels, notes: Labels, namespace: str, mesh: Mesh) -> bool:
    if has_proxy(of):
        return True
    for asked in (own, notes):
        if INJECT in asked:
            return asked[INJECT] == "true"
    found = mesh.get("Namespace", "", namespace)
    return found is not None and labels(found).get(INJECTION) == "enabled"
