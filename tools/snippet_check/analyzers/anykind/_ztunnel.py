"""Policies that a ztunnel applies: those with a selector, or for a namespace, where no Pod has a sidecar."""

from __future__ import annotations

from snippet_check.mesh import Mesh
from snippet_check.mesh.ambient import has_sidecar
from snippet_check.mesh.content import strings
from snippet_check.mesh.membership import pod_is_ambient
from snippet_check.mesh.pods import LabelIndex
from snippet_check.resource import Resource


class ZtunnelPods:
    """The Pods of a mesh by who takes their connections."""

    def __init__(self, mesh: Mesh) -> None:
        self._root = mesh.root_namespace
        self._captured = LabelIndex(pod for pod in mesh.of_kind("Pod") if pod_is_ambient(pod))
        self._sidecars = LabelIndex(pod for pod in mesh.of_kind("Pod") if has_sidecar(pod))

    def alone_apply(self, policy: Resource) -> bool:
        """Whether a policy is for Pods of ztunnels, and for no proxy that knows HTTP."""
        if "targetRef" in policy.spec or "targetRefs" in policy.spec:
            return False
        selector = strings(policy.spec, "selector", "matchLabels")
        namespace = None if policy.namespace == self._root else policy.namespace
        return (
            self._captured.first(selector, namespace) is not None and self._sidecars.first(selector, namespace) is None
        )
