"""Which Pods a node's ztunnel captures, and what the CNI plugin notes down on them.

Source: manifests/charts/istio-cni/values.yaml (enablementSelectors); cni/pkg/util/podutil.go.
"""

from __future__ import annotations

from collections.abc import Mapping

from snippet_check.complete.copies import changed
from snippet_check.resource import Resource

_MODE = "istio.io/dataplane-mode"
_AMBIENT = "ambient"
_SIDECAR = "sidecar.istio.io/status"
_REDIRECTION = "ambient.istio.io/redirection"


def is_captured(pod: Resource, namespace_labels: Mapping[str, str]) -> bool:
    """Whether ambient mode takes this Pod: one with a sidecar, or in its node's network, it leaves alone."""
    if pod.spec.get("hostNetwork") or _SIDECAR in pod.metadata.get("annotations", {}):
        return False
    own = pod.metadata.get("labels", {}).get(_MODE)
    return own == _AMBIENT or (own != "none" and namespace_labels.get(_MODE) == _AMBIENT)


def with_redirection(pod: Resource) -> Resource:
    """The Pod as the CNI plugin leaves it."""
    annotations = {**pod.metadata.get("annotations", {}), _REDIRECTION: "enabled"}
    return changed(pod, metadata={**pod.metadata, "annotations": annotations})
