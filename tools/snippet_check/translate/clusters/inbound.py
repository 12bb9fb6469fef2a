"""Clusters of calls to the proxy's own workload: one for each of its ports.

Source: Istio 1.30 pilot/pkg/networking/core/cluster.go (buildInboundClusters) and cluster_builder.go
(buildInboundCluster). Of a DestinationRule only the connection pool counts here: whoever is called must be able to take
what callers may send.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from snippet_check.envoy import Cluster, Endpoint, LocalityEndpoints
from snippet_check.envoy.metadata import IstioMetadata
from snippet_check.mesh.addresses import is_ipv6, local_hosts
from snippet_check.mesh.content import mapping, mappings, number, text, whole
from snippet_check.mesh.destination_rules import DestinationRule, destination_rules
from snippet_check.mesh.protocol import Protocol, parse
from snippet_check.mesh.proxy import Proxy
from snippet_check.mesh.service import Port, Resolution, Service, cluster_name
from snippet_check.mesh.sidecar_scope import SidecarScope
from snippet_check.mesh.targets import ServiceTarget, service_targets
from snippet_check.resource import Content, Place, Resource
from snippet_check.translate.clusters.connection_pool import with_connection_pool
from snippet_check.translate.clusters.special import bind_addresses
from snippet_check.translate.clusters.stat_names import inbound_stat_name
from snippet_check.translate.clusters.traffic_policy import message, traffic_policy

UNIX_PREFIX = "unix://"
_LOCALHOST = frozenset(("127.0.0.1", "::1"))


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
    targets = service_targets(scope.mesh, scope.proxy)
    services = _services_by_ports(targets)
    for target in targets:
        port = target.target_port
        if port not in seen:
            seen.add(port)
            address = "" if passes else local_hosts(scope.proxy)[0]
            start = _start(scope.proxy, port, (address, port), target.port.protocol, target.service.source)
            named = replace(start, alt_stat_name=inbound_stat_name(scope.mesh, target.service, target.port, port))
            one = _with_policy(scope, named, port, target.service, target.port.number)
            yield replace(one, metadata=one.metadata._replace(services=services[port, target.port.number]))


def _services_by_ports(targets: Iterable[ServiceTarget]) -> dict[tuple[int, int], tuple[tuple[str, str, str], ...]]:
    """By a port of the workload and one of their own, the services that lead from this to that, each once."""
    found: dict[tuple[int, int], dict[tuple[str, str, str], None]] = defaultdict(dict)
    for target in targets:
        found[target.target_port, target.port.number][target.service.identity] = None
    return {ports: tuple(services) for ports, services in found.items()}


def _declared(scope: SidecarScope, sidecar: Resource) -> Iterator[Cluster]:
    by_target = {target.target_port: target.service for target in reversed(service_targets(scope.mesh, scope.proxy))}
    for i, listener in enumerate(mappings(sidecar.spec, "ingress")):
        declared = mapping(listener, "port")
        port, protocol = number(declared, "number"), parse(text(declared, "protocol"))
        endpoint = _endpoint(text(listener, "defaultEndpoint"), scope.proxy)
        if endpoint is not None:
            place = sidecar.at("spec", "ingress", i)
            start = _start(scope.proxy, port, endpoint, protocol, place)
            service = by_target.get(port)
            named = service or _stand_in(sidecar, place)
            own = Port(port, text(declared, "name"), protocol)
            start = replace(start, alt_stat_name=inbound_stat_name(scope.mesh, named, own, port))
            yield _with_policy(scope, start, port, service, port)


def _stand_in(sidecar: Resource, place: Place) -> Service:
    """What istiod takes for the service of a port that no service leads to."""
    return Service(
        hostname=f"{sidecar.name}.{sidecar.namespace}",
        name=sidecar.name,
        namespace=sidecar.namespace,
        ports=(),
        addresses=(),
        resolution=Resolution.STATIC,
        from_kubernetes=False,
        source=place,
    )


def _endpoint(default_endpoint: str, proxy: Proxy) -> tuple[str, int] | None:
    """The address and port of a defaultEndpoint: "" where connections stay as they are; None for one without a port."""
    if not default_endpoint or default_endpoint.startswith(UNIX_PREFIX):
        return default_endpoint, 0
    host, _, written = default_endpoint.rpartition(":")
    port = whole(written)
    return (_own_address(host.strip("[]"), proxy), port) if port else None


def _own_address(host: str, proxy: Proxy) -> str:
    """The proxy's own address that one of four stands for: of the same IP family as far as there is one."""
    match host:
        case "0.0.0.0" | "::":
            family = is_ipv6(host)
            return next((one for one in proxy.ips if is_ipv6(one) is family), "::1" if family else "127.0.0.1")
        case "127.0.0.1" | "::1":
            own = local_hosts(proxy)
            return host if host in own else own[0]
        case _:
            return ""


def _start(proxy: Proxy, port: int, endpoint: tuple[str, int], protocol: Protocol, source: Place) -> Cluster:
    address, target_port = endpoint
    endpoints = (LocalityEndpoints("", (Endpoint(address, target_port),)),) if address else ()
    return Cluster(
        name=cluster_name("inbound", "", "", port),
        type="STATIC" if address else "ORIGINAL_DST",
        lb_policy="ROUND_ROBIN" if address else "CLUSTER_PROVIDED",
        endpoints=endpoints,
        http2=protocol.is_http2,
        use_downstream_protocol=protocol.is_unsupported,
        bind_addresses=() if address in _LOCALHOST else bind_addresses(proxy)[:1],
        exchanges_metadata=False,
        sources=(source,),
    )


def _with_policy(
    scope: SidecarScope, cluster: Cluster, port: int, service: Service | None, service_port: int
) -> Cluster:
    rule = _rule(scope, service)
    policy = traffic_policy(rule.traffic_policy if rule else None, service_port)
    own = _sidecar_connection_pool(scope, port)
    if rule is not None and rule.traffic_policy is not None:
        cluster = replace(cluster, metadata=IstioMetadata(rule.config))
    return with_connection_pool(cluster, policy if own is None else policy._replace(connection_pool=own), scope.mesh)


def _rule(scope: SidecarScope, service: Service | None) -> DestinationRule | None:
    """The rule that counts for all of the service's clients in this namespace."""
    known = scope.service(service.hostname) if service else None
    if known is None:
        return None
    candidates = destination_rules(scope.mesh).candidates(known, scope.proxy.namespace)
    return next((rule for rule in reversed(candidates) if rule.workload_selector is None), None)


def _sidecar_connection_pool(scope: SidecarScope, port: int) -> Content | None:
    if scope.sidecar is None:
        return None
    for listener in mappings(scope.sidecar.spec, "ingress"):
        own = message(listener, "connectionPool")
        if own is not None and number(mapping(listener, "port"), "number") == port:
            return own
    return message(scope.sidecar.spec, "inboundConnectionPool")
