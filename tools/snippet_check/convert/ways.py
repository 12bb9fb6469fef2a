"""The way of a call, in words that two configurations share: the names of clusters and routes do not count."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

from snippet_check.envoy import Cluster, Fault, HeaderMutations, RetryPolicy, RouteAction, WeightedCluster
from snippet_check.simulate.names import short_name
from snippet_check.simulate.result import Destination, Disposition, Mirror, Result, preferred_endpoints

Way: TypeAlias = Mapping[str, str]
"""By aspect: the end it comes to, the Pods it is sent to, what is changed on the way and how long that may take."""

_of_deployment = re.compile(r"-[a-z0-9]{6,10}-[a-z0-9]{5}(?=\.)")
"""What Kubernetes puts behind the Deployment's name in the names of its Pods."""


def way(result: Result) -> Way:
    """What a client and a server can tell of a call's way."""
    status = f" {result.status}" if result.status else ""
    found = {"end": f"{result.disposition.value}{status}"}
    if result.location:
        found["location"] = result.location
    if result.is_sent_on:
        found["to"] = _shares(result.destinations, [one.share for one in result.destinations])
        found["path"] = result.upstream_path
        found["authority"] = result.upstream_authority
        found["mirror"] = _shares(result.mirrors, [one.percent for one in result.mirrors])
    return found | _on_the_way(result)


def _on_the_way(result: Result) -> dict[str, str]:
    route = result.route
    action = route.action if route else None
    if route is None or not isinstance(action, RouteAction) or result.disposition is Disposition.DIRECT_RESPONSE:
        return {}
    return {
        "timeout": f"{action.timeout:g}s" if action.timeout else "",
        "retries": _retries(action.retry_policy),
        "retry on": _retry_on(action.retry_policy),
        "fault": _fault(route.fault),
        "request headers": _mutations(route.request_headers, action.clusters, "request_headers"),
        "response headers": _mutations(route.response_headers, action.clusters, "response_headers"),
    }


def _shares(ends: Sequence[Destination | Mirror], shares: list[float]) -> str:
    """The Pods behind each end with their share, ends with the same Pods as one."""
    found: dict[str, float] = {}
    for end, share in zip(ends, shares, strict=True):
        name = _pods(end.cluster) or short_name(end.cluster_name)
        found[name] = found.get(name, 0.0) + share
    return ", ".join(f"{share:g} % {name}" for name, share in sorted(found.items()) if share)


def _pods(cluster: Cluster | None) -> str:
    if cluster is None:
        return ""
    found = {
        f"{_of_deployment.sub('', one.workload) or one.address}:{one.port}" for one in preferred_endpoints(cluster)
    }
    return " ".join(sorted(found))


def _retries(policy: RetryPolicy | None) -> str:
    if policy is None:
        return "0"
    each = f" of {policy.per_try_timeout:g}s" if policy.per_try_timeout else ""
    wait = f", {policy.retry_back_off_base:g}s apart" if policy.retry_back_off_base else ""
    return f"{policy.num_retries}{each}{wait}"


def _retry_on(policy: RetryPolicy | None) -> str:
    return ",".join([*sorted(policy.retry_on), *map(str, policy.retriable_status_codes)]) if policy else ""


def _fault(fault: Fault | None) -> str:
    found = []
    if fault and fault.delay:
        found.append(f"{fault.delay.percent:g} % delayed {fault.delay.fixed:g}s")
    if fault and fault.abort:
        found.append(f"{fault.abort.percent:g} % aborted {fault.abort.http_status or fault.abort.grpc_status}")
    return ", ".join(found)


def _mutations(own: HeaderMutations, clusters: Iterable[WeightedCluster], field: str) -> str:
    of_clusters = [_listed(getattr(cluster, field)) for cluster in clusters]
    return "; ".join(filter(None, [_listed(own), *of_clusters]))


def _listed(mutations: HeaderMutations) -> str:
    found = [f"{name.lower()}={value}" for name, value in sorted(mutations.set)]
    found += [f"{name.lower()}+={value}" for name, value in sorted(mutations.add)]
    return ", ".join([*found, *(f"-{name.lower()}" for name in mutations.remove)])
