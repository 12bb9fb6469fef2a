"""What istiod notes about the origin of a route or cluster, under "istio" in its envoy.config.core.v3.Metadata."""

from __future__ import annotations

from typing import NamedTuple


class IstioMetadata(NamedTuple):
    """Source: Istio 1.30 pilot/pkg/networking/util/util.go (BuildConfigInfoMetadata, AddSubsetToMetadata …)."""

    config: str = ""
    """The resource that decided, as a path: /apis/GROUP/VERSION/namespaces/NAMESPACE/KIND/NAME."""
    subset: str = ""
    services: tuple[tuple[str, str, str], ...] = ()
    """Host, name and namespace of each service behind a cluster."""
    external: bool = False
    """Whether these services are outside the mesh."""
    keeps_alpn: bool = False
    """Whether the client's ALPN goes upstream as it is: in TLS that is not the mesh's own."""

    @property
    def config_name(self) -> str:
        """The resource that decided: "name.namespace", "" where there is none."""
        parts = self.config.split("/")
        return f"{parts[-1]}.{parts[-3]}" if len(parts) > 2 else ""


NOT_NOTED = IstioMetadata()
