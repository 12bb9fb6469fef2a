"""Clusters of calls to the proxy's own workload: one for each of its ports.

Source: Istio 1.30 pilot/pkg/networking/core/cluster.go (buildInboundClusters) and cluster_builder.go
(buildInboundCluster). Of a DestinationRule only the connection pool counts here: whoever is called must be able to take
what callers may send.
"""

from __future__ import annotations

from collections.abc import Iterator

from snippet_check.envoy import Cluster, Endpoint, LocalityEndpoints
from snippet_check.mesh.content import mapping, mappings, number, text
from snippet_check.mesh.destination_rules import destination_rules
from snippet_check.mesh.protocol import Protocol, parse
from snippet_check.mesh.service import Service, cluster_name
from snippet_check.mesh.sidecar_scope import SidecarScope
from snippet_check.mesh.targets import service_targets
from snippet_check.resource import Content, Place, Resource
from snippet_check.translate.clusters.connection_pool import with_connection_pool
from snippet_check.translate.clusters.special import INBOUND_BIND_ADDRESS
from snippet_check.translate.clusters.traffic_policy import TrafficPolicy, message, traffic_policy

UNIX_PREFIX = "unix://"
_LOCALHOST = {"127.0.0.1": "127.0.0.1", "::1": "127.0.0.1"}
_ANY_ADDRESS = frozenset(("0.0.0.0", "::"))


def inbound_clusters(scope: SidecarScope) -> Iterator[Cluster]:
    """The clusters of a Sidecar's ingress, or of the services that lead to the workload where it has none."""
    sidecar = scope.sidecar
    if sidecar is not None and mappings(sidecar.spec, "ingress"):
        yield from _declared(scope, sidecar)
    elif scope.proxy.intercepts:
        yield from _of_services(scope)


def _of_services(scope: SidecarScope) -> Iterator[Cluster]:
    passes = text(mapping(scope.mesh.mesh_config, "inboundTrafficPolicy"), "mode") in ("", "PASSTHROUGH")
    seen: set[int] = set()
    for target in service_targets(scope.mesh, scope.proxy):
        port = target.target_port
        if port not in seen:
            seen.add(port)
            start = _start(port, "" if passes else "127.0.0.1", port, target.port.protocol, target.service.source)
            yield _with_policy(scope, start, port, target.service, target.port.number)


def _declared(scope: SidecarScope, sidecar: Resource) -> Iterator[Cluster]:
    by_target = {target.target_port: target.service for target in reversed(service_targets(scope.mesh, scope.proxy))}
    for i, listener in enumerate(mappings(sidecar.spec, "ingress")):
        declared = mapping(listener, "port")
        port, protocol = number(declared, "number"), parse(text(declared, "protocol"))
        address, target_port = _endpoint(text(listener, "defaultEndpoint"), scope.proxy.ip)
        if target_port is not None:
            start = _start(port, address, target_port, protocol, sidecar.at("spec", "ingress", i))
            yield _with_policy(scope, start, port, by_target.get(port), port)


def _endpoint(default_endpoint: str, own_address: str) -> tuple[str, int | None]:
    """The address and port of a defaultEndpoint: "" where connections stay as they are; None for one without a port."""
    if not default_endpoint or default_endpoint.startswith(UNIX_PREFIX):
        return default_endpoint, 0
    host, _, port = default_endpoint.rpartition(":")
    host = host.strip("[]")
    if not port.isdigit():
        return "", None
    return own_address if host in _ANY_ADDRESS else _LOCALHOST.get(host, ""), int(port)


def _start(port: int, address: str, target_port: int, protocol: Protocol, source: Place) -> Cluster:
    endpoints = (LocalityEndpoints("", (Endpoint(address, target_port),)),) if address else ()
    return Cluster(
        name=cluster_name("inbound", "", "", port),
        type="STATIC" if address else "ORIGINAL_DST",
        lb_policy="ROUND_ROBIN" if address else "CLUSTER_PROVIDED",
        endpoints=endpoints,
        http2=protocol.is_http2,
        use_downstream_protocol=protocol.is_unsupported,
        bind_address="" if address in _LOCALHOST else INBOUND_BIND_ADDRESS,
        sources=(source,),
    )


def _with_policy(
    scope: SidecarScope, cluster: Cluster, port: int, service: Service | None, service_port: int
) -> Cluster:
    policy = _policy(scope, service, service_port)
    own = _sidecar_connection_pool(scope, port)
    return with_connection_pool(cluster, policy if own is None else policy._replace(connection_pool=own), scope.mesh)


def _policy(scope: SidecarScope, service: Service | None, service_port: int) -> TrafficPolicy:
    """The policy of the rule that counts for all of the service's clients in this namespace."""
    known = scope.service(service.hostname) if service else None
    if known is None:
        return TrafficPolicy()
    candidates = destination_rules(scope.mesh).candidates(known, scope.proxy.namespace)
    rule = next((rule for rule in reversed(candidates) if rule.workload_selector is None), None)
    return traffic_policy(rule.traffic_policy if rule else None, service_port)


def _sidecar_connection_pool(scope: SidecarScope, port: int) -> Content | None:
    if scope.sidecar is None:
        return None
    for listener in mappings(scope.sidecar.spec, "ingress"):
        own = message(listener, "connectionPool")
        if own is not None and number(mapping(listener, "port"), "number") == port:
            return own
    return message(scope.sidecar.spec, "inboundConnectionPool")
