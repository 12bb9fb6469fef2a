"""Sidecar: which workloads, what comes in, what goes out. Source: Istio pkg/config/validation (ValidateSidecar)."""

from __future__ import annotations

from collections.abc import Iterator

from snippet_check.resource import Content, FieldPath, Resource
from snippet_check.schema.validation.rules.connection_pools import connection_pool
from snippet_check.schema.validation.rules.destinations import destination
from snippet_check.schema.validation.rules.domains import fully_qualified
from snippet_check.schema.validation.rules.labels import selector
from snippet_check.schema.validation.sidecar.egress import egress
from snippet_check.schema.validation.sidecar.ingress import ingress
from snippet_check.schema.validation.violation import Violation, error, warning

_CONTENT = ("egress", "ingress", "outboundTrafficPolicy", "inboundConnectionPool")


def validate(resource: Resource) -> Iterator[Violation]:
    spec = resource.spec
    path: FieldPath = ("spec", "workloadSelector")
    content = spec.get("workloadSelector", {})
    if wrong_selector := tuple(selector(content.get("labels", {}), (*path, "labels"))):
        # Istio looks no further than a selector with a wrong label.
        yield from wrong_selector
    elif not any(field in spec for field in _CONTENT):
        yield error("sidecar.empty", ("spec",))
    else:
        if "workloadSelector" in spec and not content.get("labels"):
            yield warning("selector.no_labels", path)
        yield from _rules(spec, resource.namespace)


def _rules(spec: Content, namespace: str) -> Iterator[Violation]:
    yield from ingress(spec.get("ingress", ()))
    if (pool := spec.get("inboundConnectionPool")) is not None:
        yield from connection_pool(pool, ("spec", "inboundConnectionPool"))
    yield from egress(spec.get("egress", ()), namespace)
    yield from _egress_proxy(spec.get("outboundTrafficPolicy", {}))


def _egress_proxy(policy: Content) -> Iterator[Violation]:
    """Where calls to unknown hosts go; without a mode there are none (REGISTRY_ONLY)."""
    path: FieldPath = ("spec", "outboundTrafficPolicy", "egressProxy")
    proxy = policy.get("egressProxy")
    if proxy is None:
        return
    if policy.get("mode") != "ALLOW_ANY":
        yield error("sidecar.egress_proxy_mode", path)
        return
    yield from fully_qualified(proxy.get("host", ""), (*path, "host"))
    if proxy.get("port") is None:
        yield error("sidecar.egress_proxy_port", path)
    else:
        yield from destination(proxy, path)
