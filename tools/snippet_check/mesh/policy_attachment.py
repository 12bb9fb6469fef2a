"""Which policies are for a proxy: by its labels, or by the Gateway that it is an instance of.

Source: Istio 1.30 pilot/pkg/model/policyattachment.go.
"""

from __future__ import annotations

from collections.abc import Mapping

from snippet_check.mesh.content import mapping, mappings, selects, text
from snippet_check.mesh.proxy import Proxy
from snippet_check.resource import Resource
from snippet_check.schema.kinds import GATEWAY_API

_GATEWAY_NAME = "gateway.networking.k8s.io/gateway-name"


def is_attached(policy: Resource, selector: Mapping[str, str], proxy: Proxy) -> bool:
    """Whether a policy with these labels in its selector is for a proxy; one with targets is for those only."""
    targets = mappings(policy.spec, "targetRefs") or [one for one in (mapping(policy.spec, "targetRef"),) if one]
    if not targets:
        return selects(selector, proxy.labels)
    gateway = proxy.labels.get(_GATEWAY_NAME)
    if gateway is None or policy.namespace != proxy.namespace:
        return False
    return any(
        (text(target, "group"), text(target, "kind"), text(target, "name")) == (GATEWAY_API, "Gateway", gateway)
        and text(target, "namespace") in ("", proxy.namespace)
        for target in targets
    )
