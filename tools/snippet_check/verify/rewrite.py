"""From a proxy's Snapshot to what the same Envoy can run on loopback, and nothing beyond that.

- Endpoints, of whatever discovery, become stub ports on loopback: the cluster is STATIC. So does PassthroughCluster,
  or traffic would leave the machine. TLS to upstreams becomes plaintext.
- Routes come with their listener instead of over RDS, and may name clusters that are not there.
- A listener that istiod binds gets a loopback port; where iptables would have set the original destination, a PROXY
  line tells it.
- Filters that only Istio's build of Envoy has are left out. An access log is added.
- Random choices between weighted clusters follow a request header, so that a share is counted, not sampled.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from snippet_check.envoy import Cluster, Listener, Snapshot
from snippet_check.envoy.as_json import cluster_as_json, listener_as_json, route_configuration_as_json
from snippet_check.envoy.as_json.values import socket_address, typed

RANDOM_VALUE = "x-snippet-check-random"
_KEPT_HTTP_FILTERS = frozenset({"envoy.filters.http.fault", "envoy.filters.http.cors", "envoy.filters.http.router"})
_KEPT_LISTENER_FILTERS = frozenset({"envoy.filters.listener.http_inspector", "envoy.filters.listener.tls_inspector"})
_ORIGINAL_DESTINATION = "envoy.filters.listener.original_dst"
_PROXY_PROTOCOL = {
    "name": "envoy.filters.listener.proxy_protocol",
    "typed_config": typed("envoy.extensions.filters.listener.proxy_protocol.v3.ProxyProtocol"),
}
_LOG_FORMAT = {
    "id": "%REQ(X-SNIPPET-CHECK-ID)%",
    "flags": "%RESPONSE_FLAGS%",
    "cluster": "%UPSTREAM_CLUSTER_RAW%",
    "route": "%ROUTE_NAME%",
    "attempts": "%UPSTREAM_REQUEST_ATTEMPT_COUNT%",
    "path": "%REQ(:PATH)%",
    "authority": "%REQ(:AUTHORITY)%",
}


@dataclass(frozen=True, slots=True)
class Loopback:
    """What Envoy is given: clusters, listeners, and the loopback port of every listener that binds one, by name."""

    clusters: list[dict[str, Any]]
    listeners: list[dict[str, Any]]
    entries: Mapping[str, int]


def endpoint_keys(snapshot: Snapshot) -> Iterator[tuple[str, str]]:
    """Every (cluster, endpoint address) pair that needs a stub port, as a key, with the endpoint's workload or ""."""
    for cluster in snapshot.clusters:
        if cluster.type == "ORIGINAL_DST":
            yield _key(cluster.name, "original destination"), ""
        for locality in cluster.endpoints:
            for endpoint in locality.endpoints:
                yield _key(cluster.name, f"{endpoint.address}:{endpoint.port}"), endpoint.workload


def for_loopback(
    snapshot: Snapshot, stub_ports: Mapping[str, int], entries: Mapping[str, int], scenario: str, log: str
) -> Loopback:
    """The snapshot with stub ports for endpoints and `entries` for bound listeners; `scenario` makes names unique."""
    routes = {route.name: route_configuration_as_json(route) for route in snapshot.routes}
    listeners = []
    for listener in snapshot.listeners:
        rewritten = _listener(listener, routes, entries.get(listener.name), log)
        listeners.append(rewritten | {"name": f"{scenario}/{listener.name}"})
    return Loopback([_cluster(cluster, stub_ports) for cluster in snapshot.clusters], listeners, entries)


def _key(cluster: str, endpoint: str) -> str:
    return f"{cluster} {endpoint}"


def _cluster(cluster: Cluster, stub_ports: Mapping[str, int]) -> dict[str, Any]:
    config = cluster_as_json(cluster)
    for field in (
        "eds_cluster_config",
        "transport_socket",
        "transport_socket_matches",
        "typed_extension_protocol_options",
    ):
        config.pop(field, None)
    if config["lb_policy"] == "CLUSTER_PROVIDED":
        config["lb_policy"] = "ROUND_ROBIN"
    endpoints = [
        {
            **_locality(locality.locality, locality.priority),
            "lb_endpoints": [
                _endpoint(stub_ports[_key(cluster.name, f"{endpoint.address}:{endpoint.port}")], endpoint.healthy)
                for endpoint in locality.endpoints
            ],
        }
        for locality in cluster.endpoints
    ]
    if cluster.type == "ORIGINAL_DST":
        endpoints = [{"lb_endpoints": [_endpoint(stub_ports[_key(cluster.name, "original destination")], True)]}]
    return config | {"type": "STATIC", "load_assignment": {"cluster_name": cluster.name, "endpoints": endpoints}}


def _locality(name: str, priority: int) -> dict[str, Any]:
    return {"locality": {"region": name}, "priority": priority}


def _endpoint(port: int, healthy: bool) -> dict[str, Any]:
    health = {} if healthy else {"health_status": "UNHEALTHY"}
    return {"endpoint": {"address": socket_address("127.0.0.1", port)}, **health}


def _listener(listener: Listener, routes: Mapping[str, Any], entry: int | None, log: str) -> dict[str, Any]:
    config = listener_as_json(listener)
    filters = [f for f in config.get("listener_filters", ()) if f["name"] in _KEPT_LISTENER_FILTERS]
    if entry is not None:
        config["address"] = socket_address("127.0.0.1", entry)
        if is_intercepted(listener):
            filters.insert(0, _PROXY_PROTOCOL)
    chains = [_chain(chain, routes, log) for chain in config.get("filter_chains", ())]
    if "default_filter_chain" in config:
        config["default_filter_chain"] = _chain(config["default_filter_chain"], routes, log)
    return config | {"listener_filters": filters, "filter_chains": chains}


def is_intercepted(listener: Listener) -> bool:
    """Whether iptables sends this listener connections that were going elsewhere."""
    return listener.use_original_dst or any(one.name == _ORIGINAL_DESTINATION for one in listener.listener_filters)


def _chain(chain: dict[str, Any], routes: Mapping[str, Any], log: str) -> dict[str, Any]:
    chain.pop("transport_socket", None)
    filters = [_network_filter(f, routes, log) for f in chain["filters"] if not f["name"].startswith("istio.")]
    return chain | {"filters": filters}


def _network_filter(network_filter: dict[str, Any], routes: Mapping[str, Any], log: str) -> dict[str, Any]:
    config = network_filter["typed_config"]
    if "http_filters" in config:
        rds = config.pop("rds", None)
        if rds:
            config["route_config"] = routes.get(rds["route_config_name"], {"name": rds["route_config_name"]})
        config["route_config"] = _counted_shares(config["route_config"])
        config["http_filters"] = [f for f in config["http_filters"] if f["name"] in _KEPT_HTTP_FILTERS]
        config["access_log"] = [_access_log(log)]
    return network_filter


def _counted_shares(route_config: dict[str, Any]) -> dict[str, Any]:
    copy: dict[str, Any] = json.loads(json.dumps(route_config))
    for host in copy.get("virtual_hosts", ()):
        for route in host.get("routes", ()):
            weighted = route.get("route", {}).get("weighted_clusters")
            if weighted:
                weighted["header_name"] = RANDOM_VALUE
    return copy


def _access_log(path: str) -> dict[str, Any]:
    config = typed("envoy.extensions.access_loggers.file.v3.FileAccessLog", path=path)
    return {"name": "envoy.access_loggers.file", "typed_config": config | {"log_format": {"json_format": _LOG_FORMAT}}}
