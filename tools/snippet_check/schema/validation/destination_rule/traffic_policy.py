"""Traffic policies: of a host, a subset or a port. Source: Istio pkg/config/validation (validateTrafficPolicy)."""

from __future__ import annotations

from collections.abc import Iterator

from snippet_check.resource import Content, FieldPath
from snippet_check.schema.validation.destination_rule.client_tls import client_tls
from snippet_check.schema.validation.destination_rule.load_balancer import load_balancer
from snippet_check.schema.validation.rules.addresses import is_ip
from snippet_check.schema.validation.rules.connection_pools import connection_pool
from snippet_check.schema.validation.rules.domains import fully_qualified
from snippet_check.schema.validation.rules.durations import duration
from snippet_check.schema.validation.violation import Violation, error, only_errors, warning

_PORT_FIELDS = ("outlierDetection", "connectionPool", "loadBalancer", "tls")
_FIELDS = (*_PORT_FIELDS, "portLevelSettings", "tunnel", "proxyProtocol", "retryBudget")


def traffic_policy(policy: Content, namespace: str, path: FieldPath) -> Iterator[Violation]:
    """`namespace` is the DestinationRule's: certificates are taken from there only."""
    if not any(field in policy for field in _FIELDS):
        yield error("traffic_policy.empty", path)
    elif "tunnel" in policy and "proxyProtocol" in policy:
        yield error("traffic_policy.tunnel_and_proxy_protocol", path)
    else:
        yield from _settings(policy, namespace, path)
        for i, port in enumerate(policy.get("portLevelSettings", ())):
            yield from _port(port, namespace, (*path, "portLevelSettings", i))
        yield from _tunnel(policy.get("tunnel"), (*path, "tunnel"))
        version = policy.get("proxyProtocol", {}).get("version", "V1")
        if version not in ("V1", "V2"):
            yield error("traffic_policy.proxy_protocol", (*path, "proxyProtocol", "version"), version=version)


def _settings(policy: Content, namespace: str, path: FieldPath) -> Iterator[Violation]:
    """What a whole policy and one of a port have in common."""
    outliers = policy.get("outlierDetection")
    if outliers is not None:
        yield from _outlier_detection(outliers, (*path, "outlierDetection"))
    if (pool := policy.get("connectionPool")) is not None:
        yield from connection_pool(pool, (*path, "connectionPool"))
    if (balancer := policy.get("loadBalancer")) is not None:
        yield from load_balancer(balancer, (*path, "loadBalancer"), ejects=outliers is not None)
    if (tls := policy.get("tls")) is not None:
        yield from client_tls(tls, namespace, (*path, "tls"))


def _port(policy: Content, namespace: str, path: FieldPath) -> Iterator[Violation]:
    if "port" not in policy:
        yield error("traffic_policy.no_port", path)
    if not any(field in policy for field in _PORT_FIELDS):
        yield error("traffic_policy.empty_port_policy", path)
    # Istio loses the warnings of these.
    yield from only_errors(_settings(policy, namespace, path))


def _outlier_detection(content: Content, path: FieldPath) -> Iterator[Violation]:
    for field in ("baseEjectionTime", "interval"):
        if (length := content.get(field)) is not None:
            yield from duration(length, (*path, field))
    if content.get("consecutiveErrors"):
        yield warning("outlier_detection.deprecated", (*path, "consecutiveErrors"))
    if content.get("consecutiveLocalOriginFailures", 0) > 0 and not content.get("splitExternalLocalOriginErrors"):
        yield error("outlier_detection.local_origin_not_split", (*path, "consecutiveLocalOriginFailures"))
    for field in ("maxEjectionPercent", "minHealthPercent"):
        if not 0 <= (value := content.get(field, 0)) <= 100:
            yield error("outlier_detection.percent", (*path, field), value=value)


def _tunnel(tunnel: Content | None, path: FieldPath) -> Iterator[Violation]:
    if tunnel is None:
        return
    if tunnel.get("protocol", "") not in ("", "CONNECT", "POST"):
        yield error("traffic_policy.tunnel_protocol", (*path, "protocol"))
    host, port = tunnel.get("targetHost", ""), tunnel.get("targetPort", 0)
    if fully_qualified(host, path) and not is_ip(host):
        yield error("traffic_policy.tunnel_host", (*path, "targetHost"), host=host)
    if not 1 <= port <= 65535:
        yield error("traffic_policy.tunnel_port", (*path, "targetPort"), port=port)
