"""From a proxy's Snapshot to what the same Envoy can run on loopback, and nothing beyond that.

- Endpoints, of whatever discovery, become stub ports on loopback: the cluster is STATIC. So does PassthroughCluster,
  or traffic would leave the machine. Of a cluster its balancing and its limits stay; it is spoken to in plaintext.
- TLS from clients is ended with certificates that come with the listener instead of over SDS.
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
from snippet_check.verify.certificates import Certificates

RANDOM_VALUE = "x-snippet-check-random"
_KEPT_HTTP_FILTERS = frozenset({"envoy.filters.http.fault", "envoy.filters.http.cors", "envoy.filters.http.router"})
_KEPT_LISTENER_FILTERS = frozenset({"envoy.filters.listener.http_inspector", "envoy.filters.listener.tls_inspector"})
_TLS = "envoy.transport_sockets.tls"
_CREDENTIALS = "tls_certificate_sds_secret_configs"
_KEPT_OF_TLS = frozenset({"alpn_protocols", "tls_params"})
_KEPT_OF_CLUSTERS = frozenset(
    {
        "name",
        "connect_timeout",
        "lb_policy",
        "circuit_breakers",
        "outlier_detection",
        "common_lb_config",
        "least_request_lb_config",
        "round_robin_lb_config",
        "ring_hash_lb_config",
        "maglev_lb_config",
    }
)
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
    snapshot: Snapshot,
    stub_ports: Mapping[str, int],
    entries: Mapping[str, int],
    certificates: Certificates,
    scenario: str,
    log: str,
) -> Loopback:
    """The snapshot with stub ports for endpoints and `entries` for bound listeners; `scenario` makes names unique."""
    chains = _Chains({route.name: route_configuration_as_json(route) for route in snapshot.routes}, certificates, log)
    listeners = []
    for listener in snapshot.listeners:
        rewritten = _listener(listener, chains, entries.get(listener.name))
        listeners.append(rewritten | {"name": f"{scenario}/{listener.name}"})
    return Loopback([_cluster(cluster, stub_ports) for cluster in snapshot.clusters], listeners, entries)


def _key(cluster: str, endpoint: str) -> str:
    return f"{cluster} {endpoint}"


def _cluster(cluster: Cluster, stub_ports: Mapping[str, int]) -> dict[str, Any]:
    config = {field: value for field, value in cluster_as_json(cluster).items() if field in _KEPT_OF_CLUSTERS}
    if config.get("lb_policy") == "CLUSTER_PROVIDED":
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


def _listener(listener: Listener, chains: _Chains, entry: int | None) -> dict[str, Any]:
    config = listener_as_json(listener)
    filters = [f for f in config.get("listener_filters", ()) if f["name"] in _KEPT_LISTENER_FILTERS]
    if entry is not None:
        config["address"] = socket_address("127.0.0.1", entry)
        if is_intercepted(listener):
            filters.insert(0, _PROXY_PROTOCOL)
    rewritten = [chains.chain(chain) for chain in config.get("filter_chains", ())]
    if "default_filter_chain" in config:
        config["default_filter_chain"] = chains.chain(config["default_filter_chain"])
    return config | {"listener_filters": filters, "filter_chains": rewritten}


def is_intercepted(listener: Listener) -> bool:
    """Whether iptables sends this listener connections that were going elsewhere."""
    return listener.use_original_dst or any(one.name == _ORIGINAL_DESTINATION for one in listener.listener_filters)


class _Chains:
    """Filter chains with what other servers would bring them: their routes and their certificates."""

    def __init__(self, routes: Mapping[str, Any], certificates: Certificates, log: str) -> None:
        self._routes = routes
        self._certificates = certificates
        self._log = log

    def chain(self, chain: dict[str, Any]) -> dict[str, Any]:
        socket = chain.pop("transport_socket", None)
        filters = [self._network_filter(f) for f in chain["filters"] if not f["name"].startswith("istio.")]
        ended = {"transport_socket": self._socket(socket)} if socket and socket["name"] == _TLS else {}
        return chain | ended | {"filters": filters}

    def _socket(self, socket: dict[str, Any]) -> dict[str, Any]:
        """A TLS socket with its certificates; those of clients are held against the same authority."""
        context = socket["typed_config"]
        common = {name: one for name, one in context["common_tls_context"].items() if name in _KEPT_OF_TLS}
        pairs = [self._certificates.server(one["name"]) for one in context["common_tls_context"][_CREDENTIALS]]
        common["tls_certificates"] = [
            {"certificate_chain": _inline(pair.certificate), "private_key": _inline(pair.key)} for pair in pairs
        ]
        if context.get("require_client_certificate"):
            common["validation_context"] = {"trusted_ca": _inline(self._certificates.authority)}
        return socket | {"typed_config": context | {"common_tls_context": common}}

    def _network_filter(self, network_filter: dict[str, Any]) -> dict[str, Any]:
        config = network_filter["typed_config"]
        if "http_filters" in config:
            rds = config.pop("rds", None)
            if rds:
                name = rds["route_config_name"]
                config["route_config"] = self._routes.get(name, {"name": name})
            config["route_config"] = _counted_shares(config["route_config"])
            config["http_filters"] = [f for f in config["http_filters"] if f["name"] in _KEPT_HTTP_FILTERS]
            config["access_log"] = [_access_log(self._log)]
        return network_filter


def _inline(text: str) -> dict[str, str]:
    return {"inline_string": text}


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
