"""The settings of a DestinationRule that count for one port of a service, or of one of its subsets.

Source: Istio 1.30 pilot/pkg/networking/util/util.go (GetPortLevelTrafficPolicy, MergeSubsetTrafficPolicy).
"""

from __future__ import annotations

from typing import NamedTuple

from snippet_check.mesh.content import mapping, mappings, number
from snippet_check.resource import Content


class TrafficPolicy(NamedTuple):
    """A TrafficPolicy's parts; None where one is left out, which {} is not."""

    connection_pool: Content | None = None
    outlier_detection: Content | None = None
    load_balancer: Content | None = None
    tls: Content | None = None
    proxy_protocol: Content | None = None
    retry_budget: Content | None = None


def traffic_policy(policy: Content | None, port: int) -> TrafficPolicy:
    """The settings for a port. Settings of its own take nothing from those for all ports."""
    own = _of_port(policy, port)
    return _read(policy or {}) if own is None else _read_port(own)


def with_subset(base: TrafficPolicy, subset: Content | None, port: int) -> TrafficPolicy:
    """The settings of a subset: what it leaves out is its service's, unless it has settings for the port."""
    if subset is None:
        return base
    own = _of_port(subset, port)
    if own is not None:
        port_policy = _read_port(own)
        return port_policy._replace(proxy_protocol=base.proxy_protocol, retry_budget=base.retry_budget)
    read = _read(subset)
    return TrafficPolicy(
        connection_pool=_either(read.connection_pool, base.connection_pool),
        outlier_detection=_either(read.outlier_detection, base.outlier_detection),
        load_balancer=_either(read.load_balancer, base.load_balancer),
        tls=_either(read.tls, base.tls),
        proxy_protocol=_either(read.proxy_protocol, base.proxy_protocol),
        retry_budget=_either(read.retry_budget, base.retry_budget),
    )


def message(content: Content | None, field: str) -> Content | None:
    """A message in a field, None where it is left out."""
    value = content.get(field) if content else None
    return value if isinstance(value, dict) else None


def _of_port(policy: Content | None, port: int) -> Content | None:
    settings = mappings(policy, "portLevelSettings")
    return next((one for one in settings if number(mapping(one, "port"), "number") == port), None)


def _read(policy: Content) -> TrafficPolicy:
    port_policy = _read_port(policy)
    return port_policy._replace(
        proxy_protocol=message(policy, "proxyProtocol"),
        retry_budget=message(policy, "retryBudget"),
    )


def _read_port(policy: Content) -> TrafficPolicy:
    return TrafficPolicy(
        connection_pool=message(policy, "connectionPool"),
        outlier_detection=message(policy, "outlierDetection"),
        load_balancer=message(policy, "loadBalancer"),
        tls=message(policy, "tls"),
    )


def _either(own: Content | None, inherited: Content | None) -> Content | None:
    return inherited if own is None else own
