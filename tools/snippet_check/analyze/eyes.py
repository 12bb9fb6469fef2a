"""With whose eyes one looks at a set of files."""

from __future__ import annotations

from enum import Enum


class Eyes(Enum):
    """What counts as the cluster, and which analyzers look at it."""

    CLUSTER = "cluster"
    """What one would see after `kubectl apply`: completed resources, every analyzer, and our own checks."""

    FILES = "files"
    """Istio's own analyzers, all of them, over exactly these files."""

    ISTIOCTL = "istioctl"
    """`istioctl analyze --use-kube=false`: without the kinds, and so without the analyzers, that it leaves out."""


EXCLUDED_KINDS = frozenset({"Service", "Namespace", "Node", "Pod", "Secret"})
"""What `istioctl analyze --use-kube=false` does not read: kinds that are expected to live in a cluster only."""
