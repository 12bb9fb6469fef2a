"""Clusters for what the proxy's own workload calls: one for each service port and each subset of it.

Source: Istio 1.30 pilot/pkg/networking/core/{cluster,cluster_builder}.go.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from snippet_check.envoy import Cluster, TransportSocket
from snippet_check.envoy.metadata import IstioMetadata
from snippet_check.mesh.content import text
from snippet_check.mesh.protocol import Protocol
from snippet_check.mesh.service import Port, Resolution, Service
from snippet_check.translate.clusters.connection_pool import is_upgraded, with_connection_pool
from snippet_check.translate.clusters.context import ClusterContext
from snippet_check.translate.clusters.discovery import DNS_TYPES, discovery_type, port_override, resolving
from snippet_check.translate.clusters.endpoints import endpoints
from snippet_check.translate.clusters.load_balancer import CLUSTER_PROVIDED, is_passthrough, with_load_balancer
from snippet_check.translate.clusters.locality import locality_setting, prioritized
from snippet_check.translate.clusters.outlier_detection import with_outlier_detection
from snippet_check.translate.clusters.stat_names import outbound_stat_name
from snippet_check.translate.clusters.target import DYNAMIC_FORWARD_PROXY, Target, target
from snippet_check.translate.clusters.tls import transport_socket
from snippet_check.translate.clusters.traffic_distribution import sends_unhealthy_endpoints

_TLS_OF_ITS_OWN = ("SIMPLE", "MUTUAL")
_WITH_DRAINING = ("HEALTHY", "DRAINING", "UNKNOWN", "DEGRADED")
_FORWARDED_BY_NAME = frozenset((Protocol.HTTP, Protocol.TLS, Protocol.GRPC, Protocol.HTTP2))


def outbound_clusters(context: ClusterContext) -> Iterator[Cluster]:
    """The clusters of every service the proxy may know, in the order of the services."""
    for service in context.scope.services:
        if service.resolution is not Resolution.ALIAS:
            for port in service.ports:
                if port.protocol is not Protocol.UDP:
                    yield from _of_port(context, service, port)


def sni_clusters(context: ClusterContext) -> Iterator[Cluster]:
    """The clusters of a gateway that passes mutual TLS on by its SNI; only services of the mesh have them."""
    for service in context.scope.services:
        if not service.mesh_external:
            for port in service.ports:
                if port.protocol is not Protocol.UDP:
                    yield from _of_port(context, service, port, by_sni=True)


def _of_port(context: ClusterContext, service: Service, port: Port, by_sni: bool = False) -> Iterator[Cluster]:
    rule = context.scope.destination_rule(service.hostname)
    whole = target(context, service, port, rule, by_sni=by_sni)
    if whole.is_forward_proxy:
        if port.protocol in _FORWARDED_BY_NAME:
            start = replace(_start(whole, DYNAMIC_FORWARD_PROXY, CLUSTER_PROVIDED), dns_cache=service.dns_cache)
            yield _with_policy(whole, start)
        return
    cluster = _cluster(whole, discovery_type(whole), _kept_status(service))
    if cluster is not None:
        yield cluster
        for subset in rule.subsets if rule else ():
            # A subset starts from what the service's own cluster has become: past balancing, it stays past balancing.
            past_balancing = is_passthrough(subset.traffic_policy)
            cluster_type = "ORIGINAL_DST" if past_balancing else cluster.type
            part = _cluster(target(context, service, port, rule, subset, by_sni), cluster_type)
            if part is not None:
                yield part


def _cluster(whole: Target, cluster_type: str, kept: tuple[str, ...] = ()) -> Cluster | None:
    """The cluster of a target; a DNS cluster without a name to resolve is left out."""
    setting = locality_setting(whole.context, whole.service, whole.policy)
    is_weighted = setting is not None and setting.is_weighted
    start = replace(_start(whole, cluster_type), locality_weighted=is_weighted, override_host_status=kept)
    if cluster_type == "ORIGINAL_DST":
        return _with_policy(whole, replace(start, upstream_port_override=port_override(whole)))
    found = endpoints(whole)
    if cluster_type in DNS_TYPES and not found:
        return None
    if cluster_type in DNS_TYPES:
        start = resolving(whole, start)
    by_label = cluster_type == "EDS" or whole.subset is None
    return _with_policy(whole, replace(start, endpoints=prioritized(found, setting, whole.context, by_label)))


def _start(whole: Target, cluster_type: str, lb_policy: str = "LEAST_REQUEST") -> Cluster:
    protocol = whole.port.protocol
    follows_client = protocol.is_unsupported and not whole.context.proxy.is_router
    upgraded = is_upgraded(whole.policy, protocol, whole.context.mesh) and not follows_client
    return Cluster(
        name=whole.cluster_name,
        type=cluster_type,
        lb_policy=lb_policy,
        http2=protocol.is_http2 or upgraded,
        use_downstream_protocol=follows_client,
        alt_stat_name="" if whole.is_forward_proxy else _stat_name(whole),
        metadata=_metadata(whole),
        sources=whole.sources,
    )


def _stat_name(whole: Target) -> str:
    return outbound_stat_name(whole.context.mesh, whole.service, whole.subset_name, whole.port)


def _metadata(whole: Target) -> IstioMetadata:
    service = whole.service
    return IstioMetadata(
        config=whole.rule.config if whole.rule else "",
        subset=whole.subset_name,
        services=(service.identity,),
        external=service.mesh_external,
        keeps_alpn=text(whole.policy.tls or {}, "mode") in _TLS_OF_ITS_OWN,
    )


def _with_policy(whole: Target, cluster: Cluster) -> Cluster:
    policy, mesh = whole.policy, whole.context.mesh
    unhealthy_too = sends_unhealthy_endpoints(whole.service, mesh)
    cluster = with_connection_pool(cluster, policy, mesh)
    cluster = with_outlier_detection(cluster, policy.outlier_detection, unhealthy_too)
    if unhealthy_too and cluster.lb_policy != CLUSTER_PROVIDED:
        cluster = replace(cluster, healthy_panic_threshold=0.0)
    cluster = with_load_balancer(cluster, policy.load_balancer)
    if whole.by_sni:
        return cluster
    version = "" if policy.proxy_protocol is None else text(policy.proxy_protocol, "version") or "V1"
    tls = transport_socket(whole, cluster)
    open_to_any = cluster.type == DYNAMIC_FORWARD_PROXY and tls.mode != "none" and not _asks_by_request(tls)
    return replace(cluster, tls=tls, proxy_protocol=version, allows_insecure_options=open_to_any)


def _asks_by_request(tls: TransportSocket) -> bool:
    return tls.auto_sni and tls.auto_san_validation


def _kept_status(service: Service) -> tuple[str, ...]:
    """A persistent session keeps to its endpoint while that is being drained."""
    return _WITH_DRAINING if service.keeps_sessions else ()
