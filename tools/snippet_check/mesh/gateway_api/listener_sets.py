"""ListenerSets and the Gateways that they add listeners to.

Source: Istio 1.30 pilot/pkg/config/kube/gatewaycommon/gateway_utils.go (NamespaceAcceptedByAllowListeners).
"""

from __future__ import annotations

from snippet_check.mesh.content import mapping, text
from snippet_check.mesh.gateway_api.allowed_routes import namespace_labels
from snippet_check.mesh.gateway_api.classes import is_istios
from snippet_check.mesh.gateway_api.references import GATEWAY, group_kind
from snippet_check.mesh.label_selectors import label_selector_selects
from snippet_check.mesh.mesh import Mesh
from snippet_check.resource import Resource
from snippet_check.schema.kinds import KUBERNETES_GATEWAY


def parent_gateway(listener_set: Resource, mesh: Mesh) -> Resource | None:
    """The Gateway that a ListenerSet names, None where that is not istiod's."""
    reference = mapping(listener_set.spec, "parentRef")
    if group_kind(reference, GATEWAY) != GATEWAY:
        return None
    namespace = text(reference, "namespace") or listener_set.namespace
    gateway = mesh.get(KUBERNETES_GATEWAY, namespace, text(reference, "name"))
    return gateway if gateway and is_istios(gateway, mesh) else None


def takes_listener_set(gateway: Resource, listener_set: Resource, mesh: Mesh) -> bool:
    """Whether a Gateway takes a ListenerSet of this namespace; unless it says so, of none."""
    namespace = listener_set.namespace
    allowed = mapping(gateway.spec, "allowedListeners", "namespaces")
    source, selector = text(allowed, "from"), allowed.get("selector")
    if source == "All":
        return True
    if source == "Same":
        return namespace == gateway.namespace
    own = mesh.get("Namespace", "", namespace)
    selects = source in ("", "Selector") and own is not None and isinstance(selector, dict)
    return selects and own is not None and label_selector_selects(mapping(allowed, "selector"), namespace_labels(own))
