"""The paths by which a proxy's configuration names the resources that it comes from.

Source: Istio 1.30 pilot/pkg/networking/util/util.go (AddConfigInfoMetadata).
"""

from __future__ import annotations


def config_path(kind: str, namespace: str, name: str) -> str:
    """The path of a networking resource; the kind is written with hyphens: "virtual-service"."""
    return f"/apis/networking.istio.io/v1/namespaces/{namespace}/{kind}/{name}"
