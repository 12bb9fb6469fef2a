"""Everything one proxy is told."""

from __future__ import annotations

from dataclasses import dataclass

from snippet_check.envoy.cluster import Cluster
from snippet_check.envoy.listener import Listener
from snippet_check.envoy.route import RouteConfiguration


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """One proxy's configuration: what istiod would push to it. Clusters hold their endpoints.

    Compared by identity, so that what is indexed once for a snapshot is found again without reading all of it.
    """

    proxy: str
    listeners: tuple[Listener, ...]
    routes: tuple[RouteConfiguration, ...]
    clusters: tuple[Cluster, ...]
