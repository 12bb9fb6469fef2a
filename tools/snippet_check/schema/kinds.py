"""The kinds that this package knows: their groups, versions, scope, and who reads them.

Source: Istio 1.30.3 pkg/config/schema/metadata.yaml (kinds, version aliases, scope), the inputs of its analyzers and
pkg/config/analysis/legacy/util/kuberesource (what the command line leaves out); Gateway API v1.5.1; Kubernetes v1.35.
"""

from __future__ import annotations

from typing import NamedTuple

from snippet_check.eyes import Eyes
from snippet_check.resource import GroupVersionKind

GATEWAY_API = "gateway.networking.k8s.io"
KUBERNETES_GATEWAY = "KubernetesGateway"
"""The index key of the Gateway API's Gateway; "Gateway" alone is Istio's."""

_OMITTED_BY_ISTIOCTL = frozenset({"Service", "Namespace", "Node", "Pod", "Secret"})


class Kind(NamedTuple):
    """One kind.

    `served` are the versions that a cluster takes; `stored` those that Istio's file reader takes, the first being the
    one it turns them into. `analyzed` kinds are an input of at least one analyzer.
    """

    group: str
    name: str
    served: tuple[str, ...]
    stored: tuple[str, ...]
    namespaced: bool = True
    analyzed: bool = False

    @property
    def key(self) -> str:
        """The kind's name in the index of resources."""
        is_kubernetes_gateway = self.name == "Gateway" and self.group == GATEWAY_API
        return KUBERNETES_GATEWAY if is_kubernetes_gateway else self.name

    def seen_by(self, eyes: Eyes) -> bool:
        """Whether resources of this kind are looked at."""
        if eyes is Eyes.CLUSTER:
            return True
        return self.analyzed and (eyes is Eyes.FILES or self.key not in _OMITTED_BY_ISTIOCTL)


def _kinds(group: str, names: str, versions: str, also_read: str = "", **traits: bool) -> tuple[Kind, ...]:
    served = tuple(versions.split())
    return tuple(Kind(group, name, served, (*served, *also_read.split()), **traits) for name in names.split())


KINDS: tuple[Kind, ...] = (
    *_kinds(
        "networking.istio.io",
        "VirtualService DestinationRule Gateway ServiceEntry Sidecar WorkloadEntry WorkloadGroup",
        "v1 v1beta1 v1alpha3",
        analyzed=True,
    ),
    *_kinds("networking.istio.io", "EnvoyFilter", "v1alpha3", analyzed=True),
    *_kinds("networking.istio.io", "ProxyConfig", "v1beta1", analyzed=True),
    *_kinds(
        "security.istio.io", "AuthorizationPolicy PeerAuthentication RequestAuthentication", "v1 v1beta1", analyzed=True
    ),
    *_kinds("telemetry.istio.io", "Telemetry", "v1 v1alpha1", analyzed=True),
    *_kinds("extensions.istio.io", "WasmPlugin TrafficExtension", "v1alpha1", analyzed=True),
    *_kinds(GATEWAY_API, "Gateway HTTPRoute", "v1 v1beta1", "v1alpha2", analyzed=True),
    *_kinds(GATEWAY_API, "GRPCRoute", "v1", "v1alpha2", analyzed=True),
    *_kinds(GATEWAY_API, "GatewayClass", "v1 v1beta1", "v1alpha2", namespaced=False),
    *_kinds(GATEWAY_API, "TLSRoute", "v1 v1alpha3 v1alpha2"),
    *_kinds(GATEWAY_API, "TCPRoute UDPRoute", "v1alpha2"),
    *_kinds(GATEWAY_API, "ReferenceGrant", "v1beta1 v1 v1alpha2"),
    *_kinds(GATEWAY_API, "BackendTLSPolicy ListenerSet", "v1"),
    *_kinds("", "Service Pod Secret", "v1", analyzed=True),
    *_kinds("", "Namespace Node", "v1", namespaced=False, analyzed=True),
    *_kinds("", "ConfigMap", "v1", analyzed=True),
    *_kinds("", "Endpoints ServiceAccount ReplicationController", "v1"),
    *_kinds("apps", "Deployment", "v1", analyzed=True),
    *_kinds("apps", "StatefulSet DaemonSet ReplicaSet", "v1"),
    *_kinds("batch", "Job CronJob", "v1"),
    *_kinds("discovery.k8s.io", "EndpointSlice", "v1"),
    *_kinds("networking.k8s.io", "Ingress", "v1"),
    *_kinds("networking.k8s.io", "IngressClass", "v1", namespaced=False),
    *_kinds("apiextensions.k8s.io", "CustomResourceDefinition", "v1", namespaced=False, analyzed=True),
    *_kinds(
        "admissionregistration.k8s.io",
        "MutatingWebhookConfiguration ValidatingWebhookConfiguration",
        "v1",
        namespaced=False,
        analyzed=True,
    ),
    # Istio's file reader knows these two names, but no file can hold one: reading it fails every time.
    *_kinds("", "MeshConfig MeshNetworks", "", "v1alpha1", analyzed=True),
)

_BY_NAME = {(kind.group, kind.name): kind for kind in KINDS}


def find_kind(group_version_kind: GroupVersionKind) -> Kind | None:
    """The kind of a type in any version, None for one that nobody knows here."""
    return _BY_NAME.get((group_version_kind.group, group_version_kind.kind))


def kind_read_by(eyes: Eyes, group_version_kind: GroupVersionKind) -> Kind | None:
    """The kind as these eyes see it: None where they skip the group, the kind or this version of it."""
    kind = find_kind(group_version_kind)
    if kind is None or not kind.seen_by(eyes):
        return None
    versions = kind.served if eyes is Eyes.CLUSTER else kind.stored
    return kind if group_version_kind.version in versions else None


def kind_key(group_version_kind: GroupVersionKind) -> str:
    """The name of a type in the index: its kind; with the group behind it where that kind is another group's."""
    kind = find_kind(group_version_kind)
    if kind is not None:
        return kind.key
    group, _, name = group_version_kind
    return f"{name}.{group}" if name in _BARE_NAMES else name


_BARE_NAMES = frozenset(kind.name for kind in KINDS)
