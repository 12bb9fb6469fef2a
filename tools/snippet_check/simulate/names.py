"""How people call clusters: "v1.helloworld.default" for outbound|5000|v1|helloworld.default.svc.cluster.local."""

from __future__ import annotations

_KUBERNETES = ".svc.cluster.local"


def short_name(cluster_name: str) -> str:
    """The subset and the service, or what stands for it; a cluster that is not istiod's keeps its name."""
    direction, _, rest = cluster_name.partition("|")
    if not rest:
        return direction
    port, subset, host = rest.split("|", 2)
    name = host.removesuffix(_KUBERNETES) or f"{direction} {port}"
    return f"{subset}.{name}" if subset else name


def names(cluster_name: str) -> frozenset[str]:
    """Every way to write a destination: in full or short, with or without its port."""
    short = short_name(cluster_name)
    direction, _, rest = cluster_name.partition("|")
    if direction != "outbound" or not rest:
        return frozenset((cluster_name, short))
    port, subset, host = rest.split("|", 2)
    full = f"{subset}.{host}" if subset else host
    return frozenset((cluster_name, short, full, f"{short}:{port}", f"{full}:{port}"))
