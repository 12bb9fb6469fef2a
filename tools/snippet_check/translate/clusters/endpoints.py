"""The endpoints of a cluster, by locality.

Source: Istio 1.30 pilot/pkg/xds/endpoints/{endpoint_builder,mtls_checker}.go.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator

from snippet_check.envoy import Endpoint, LocalityEndpoints
from snippet_check.mesh.content import mapping, mappings, number, selects, text
from snippet_check.mesh.destination_rules import DestinationRule
from snippet_check.mesh.peer_authentication import MutualTls
from snippet_check.mesh.service import Resolution, Service
from snippet_check.mesh.specificity import is_ip
from snippet_check.mesh.workload import Health, Instance
from snippet_check.resource import Content
from snippet_check.translate.clusters.context import ClusterContext
from snippet_check.translate.clusters.target import Target
from snippet_check.translate.clusters.traffic_distribution import sends_unhealthy_endpoints

DNS_RESOLUTIONS = frozenset((Resolution.DNS, Resolution.DNS_ROUND_ROBIN))
ISTIO = "istio"
_DRAINING_LABEL = "istio.io/draining"


def endpoints(target: Target) -> tuple[LocalityEndpoints, ...]:
    """The endpoints of a cluster; a gateway that passes mutual TLS on knows only those that take it."""
    tls_mode = _declared_tls_mode(target.rule, target.subset_name, target.port.number)
    found: dict[str, list[Endpoint]] = defaultdict(list)
    for instance in _usable(target):
        endpoint = _endpoint(target.context, instance, tls_mode)
        if endpoint.tls_mode == ISTIO or not target.by_sni:
            found[instance.workload.locality].append(endpoint)
    return tuple(
        LocalityEndpoints(locality, tuple(found[locality]), 0, sum(one.weight for one in found[locality]))
        for locality in sorted(found)
    )


def _declared_tls_mode(rule: DestinationRule | None, subset: str, port: int) -> str | None:
    """The TLS mode written for a subset (of a service itself: for the whole rule), None where none is.

    A subset does not take the rule's here: its endpoints follow what its own settings say.
    """
    if rule is None:
        return None
    own = rule.subset(subset) if subset else None
    policy = own.traffic_policy if own else None if subset else rule.traffic_policy
    for settings in mappings(policy, "portLevelSettings"):
        if number(mapping(settings, "port"), "number") == port and isinstance(settings.get("tls"), dict):
            return _mode(settings["tls"])
    tls = policy.get("tls") if policy else None
    return _mode(tls) if isinstance(tls, dict) else None


def _mode(tls: Content) -> str:
    return text(tls, "mode") or "DISABLE"


def _usable(target: Target) -> Iterator[Instance]:
    context, service = target.context, target.service
    wanted = {Health.UNKNOWN, Health.HEALTHY}
    if sends_unhealthy_endpoints(service, context.mesh):
        wanted.add(Health.UNHEALTHY)
    for instance in context.registry.instances(service).get(target.port.number, ()):
        if _counts(instance, service, wanted) and selects(target.subset_labels, instance.workload.labels):
            local = not service.node_local or instance.workload.node == context.node
            if local and _has_usable_address(instance, service):
                yield instance


def _counts(instance: Instance, service: Service, wanted: Collection[Health]) -> bool:
    """Whether an endpoint's health lets it be told of; one that is being drained matters to sessions alone."""
    if _health(instance) is Health.DRAINING:
        return service.keeps_sessions and (instance.health is Health.DRAINING or instance.health in wanted)
    return instance.health in wanted


def _health(instance: Instance) -> Health:
    return Health.DRAINING if instance.workload.labels.get(_DRAINING_LABEL) else instance.health


def _has_usable_address(instance: Instance, service: Service) -> bool:
    """Whether EDS can carry the address: not a host name; a Unix socket has port 0."""
    if service.resolution in DNS_RESOLUTIONS:
        return bool(instance.address)
    return instance.port == 0 or is_ip(instance.address)


def _endpoint(context: ClusterContext, instance: Instance, tls_mode: str | None) -> Endpoint:
    workload = instance.workload
    return Endpoint(
        address=instance.address,
        port=instance.port,
        workload=workload.identity,
        labels=tuple(workload.labels.items()),
        tls_mode=ISTIO if _takes_mutual_tls(context, instance, tls_mode) else "",
        health_status=_health(instance).value,
        weight=workload.weight or 1,
        sources=(workload.source,) if workload.source else (),
    )


def _takes_mutual_tls(context: ClusterContext, instance: Instance, tls_mode: str | None) -> bool:
    if tls_mode is not None:
        return tls_mode == "ISTIO_MUTUAL" and instance.workload.tls_mode == ISTIO
    workload = instance.workload
    if workload.tls_mode != ISTIO:
        return False
    mode = context.peer_authentications.port_mode(workload.namespace, workload.labels, instance.port)
    return mode is not MutualTls.DISABLE
