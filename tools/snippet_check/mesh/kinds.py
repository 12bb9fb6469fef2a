"""The names that kinds have in the index: bare ones, but where two groups share a name."""

from __future__ import annotations

from snippet_check.resource import GroupVersionKind

KUBERNETES_GATEWAY = "KubernetesGateway"
"""The Gateway API's Gateway; "Gateway" alone is Istio's."""

_CORE = "ConfigMap Endpoints Namespace Node Pod Secret Service ServiceAccount"
_ISTIO_NETWORKING = (
    "DestinationRule EnvoyFilter Gateway ProxyConfig ServiceEntry Sidecar VirtualService WorkloadEntry WorkloadGroup"
)
_GROUPS = {
    **dict.fromkeys(_CORE.split(), ""),
    **dict.fromkeys(_ISTIO_NETWORKING.split(), "networking.istio.io"),
    **dict.fromkeys(("Ingress", "IngressClass"), "networking.k8s.io"),
}


def kind_key(group_version_kind: GroupVersionKind) -> str:
    """The index name of a type: its kind; with the group behind it where the bare name is another group's kind."""
    group, _, kind = group_version_kind
    if kind == "Gateway" and group == "gateway.networking.k8s.io":
        return KUBERNETES_GATEWAY
    return kind if _GROUPS.get(kind, group) == group else f"{kind}.{group}"
