"""Whose eyes look at a set of files: a cluster's, Istio's analyzers', or the command line's."""

from __future__ import annotations

from enum import Enum


class Eyes(Enum):
    """What reading a set of files means. The values are those of `--as`."""

    CLUSTER = "cluster"
    """After kubectl apply on a cluster with Istio: every document on its own, nothing lost to its neighbours."""

    FILES = "files"
    """Istio's analyzers with exactly these files as the whole cluster, split and stored as Istio does it."""

    ISTIOCTL = "istioctl"
    """`istioctl analyze --use-kube=false`: as FILES, without the kinds that this command drops."""

    @property
    def reads_as_istio(self) -> bool:
        """Whether Istio's own file reader (pilot/pkg/config/file) sets the rules, its losses included."""
        return self is not Eyes.CLUSTER
