"""Consistent hashing: what a DestinationRule hashes requests by.

Source: Istio 1.30 pilot/pkg/networking/core/route/route.go (HashForHTTPDestination, consistentHashToHashPolicy).
"""

from __future__ import annotations

from snippet_check.envoy import HashPolicy
from snippet_check.mesh.content import mapping, mappings, number, text
from snippet_check.mesh.destination_rules import DestinationRule
from snippet_check.mesh.virtual_service import Destination
from snippet_check.resource import Content
from snippet_check.translate.durations import seconds


def hash_for_destination(rule: DestinationRule | None, destination: Destination) -> Content | None:
    """The consistentHash that counts for a route's destination: of the subset's port, subset, port, or all."""
    if rule is None:
        return None
    subset = rule.subset(destination.subset)
    own = subset.traffic_policy if subset else None
    return (
        _of_port(own, destination.port)
        or _consistent_hash(own)
        or _of_port(rule.traffic_policy, destination.port)
        or _consistent_hash(rule.traffic_policy)
    )


def hash_for_port(rule: DestinationRule | None, port: int) -> Content | None:
    """The consistentHash that counts for a service's port without a VirtualService."""
    if rule is None:
        return None
    return _of_port(rule.traffic_policy, port) or _consistent_hash(rule.traffic_policy)


def hash_policies(consistent_hash: Content | None) -> tuple[HashPolicy, ...]:
    """What is hashed; nothing where only the ring's size is set."""
    if consistent_hash is None:
        return ()
    if header := text(consistent_hash, "httpHeaderName"):
        return (HashPolicy(header=header),)
    if isinstance(cookie := consistent_hash.get("httpCookie"), dict):
        attributes = tuple((text(one, "name"), text(one, "value")) for one in mappings(cookie, "attributes"))
        named = (text(cookie, "name"), text(cookie, "path"), seconds(cookie, "ttl"))
        return (HashPolicy(cookie=named, cookie_attributes=attributes),)
    if isinstance(source_ip := consistent_hash.get("useSourceIp"), bool):
        return (HashPolicy(source_ip=source_ip),)
    if parameter := text(consistent_hash, "httpQueryParameterName"):
        return (HashPolicy(query_parameter=parameter),)
    return ()


def _consistent_hash(policy: Content | None) -> Content | None:
    found = mapping(policy, "loadBalancer").get("consistentHash")
    return found if isinstance(found, dict) else None


def _of_port(policy: Content | None, port: int) -> Content | None:
    for setting in mappings(policy, "portLevelSettings"):
        if port and number(mapping(setting, "port"), "number") == port:
            return _consistent_hash(setting)
    return None
