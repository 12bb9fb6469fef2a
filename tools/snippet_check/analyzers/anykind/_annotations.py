"""What the analyzers of annotations share."""

WRITTEN_BY_ISTIO = frozenset(("sidecar.istio.io/status", "gateway.istio.io/controller-version", "istio.io/rev"))
"""Annotations that istiod and its injector write, of which nobody is told."""
