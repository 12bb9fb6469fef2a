"""Clusters of services as one proxy gets them: what the DestinationRule, the mesh and the endpoints make of each."""

from __future__ import annotations

from typing import Any

import pytest

from snippet_check.envoy import Cluster
from snippet_check.load import load_text
from snippet_check.mesh.proxy import Proxy
from snippet_check.simulate.world import make_world
from snippet_check.translate import translate

WEB = """
apiVersion: v1
kind: Namespace
metadata: {name: default, labels: {istio-injection: enabled}}
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: default}
spec: {selector: {app: web}, ports: [{name: http, port: 80}, {name: grpc, port: 81}]}
---
apiVersion: v1
kind: Service
metadata: {name: headless, namespace: default}
spec: {clusterIP: None, selector: {app: web}, ports: [{name: tcp, port: 90}]}
---
apiVersion: v1
kind: Pod
metadata: {name: web-1, namespace: default, labels: {app: web, version: v1}}
spec: {containers: [{name: c, image: x}]}
---
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: {name: external, namespace: default}
spec:
  hosts: [api.example.com]
  location: MESH_EXTERNAL
  resolution: DNS
  ports: [{number: 443, name: https, protocol: HTTPS}]
---
"""
HEAD = "apiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata: {name: rule, namespace: default}\n"


def clusters(more: str = "", proxy: Proxy | None = None, **mesh_config: Any) -> dict[str, Cluster]:
    world = make_world(load_text(WEB + more).resources, mesh_config)
    return {
        one.name.replace(".default.svc.cluster.local", ""): one
        for one in translate(world.mesh, proxy or Proxy()).clusters
    }


def rule(host: str, policy: str = "", subsets: str = "[]") -> str:
    settings = f", trafficPolicy: {{{policy}}}" if policy else ""
    return f"{HEAD}spec: {{host: {host}{settings}, subsets: {subsets}}}"


def test_a_service_without_a_rule_gets_istios_defaults() -> None:
    web = clusters()["outbound|80||web"]
    assert (web.type, web.lb_policy, web.connect_timeout, web.outlier_detection) == ("EDS", "LEAST_REQUEST", 10.0, None)
    assert (web.tls.mode, web.tls.sni) == ("auto_mtls", "outbound_.80_._.web.default.svc.cluster.local")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("outbound|80||web", "EDS"),
        ("outbound|90||headless", "ORIGINAL_DST"),
        ("outbound|443||api.example.com", "STRICT_DNS"),
    ],
)
def test_the_type_follows_how_endpoints_are_found(name: str, expected: str) -> None:
    assert clusters()[name].type == expected


def test_a_gateway_looks_up_the_endpoints_of_a_headless_service_and_knows_no_passthrough() -> None:
    found = clusters(proxy=Proxy("router"))
    assert found["outbound|90||headless"].type == "EDS"
    assert "PassthroughCluster" not in found


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        ("loadBalancer: {simple: ROUND_ROBIN}", "ROUND_ROBIN"),
        ("loadBalancer: {simple: PASSTHROUGH}", "CLUSTER_PROVIDED"),
        ("loadBalancer: {consistentHash: {httpHeaderName: x}}", "RING_HASH"),
        ("loadBalancer: {consistentHash: {httpHeaderName: x, maglev: {tableSize: 101}}}", "MAGLEV"),
        ("loadBalancer: {simple: UNSPECIFIED}", "LEAST_REQUEST"),
    ],
)
def test_balancing(policy: str, expected: str) -> None:
    assert clusters(rule("web", policy))["outbound|80||web"].lb_policy == expected


@pytest.mark.parametrize(
    ("policy", "host", "expected"),
    [
        ("tls: {mode: DISABLE}", "outbound|80||web", "none"),
        ("tls: {mode: ISTIO_MUTUAL}", "outbound|80||web", "istio_mutual"),
        ("tls: {mode: SIMPLE}", "outbound|443||api.example.com", "simple"),
        ("tls: {mode: SIMPLE, credentialName: c}", "outbound|443||api.example.com", "none"),
        ("tls: {mode: MUTUAL, clientCertificate: /c, privateKey: /k}", "outbound|443||api.example.com", "mutual"),
        ("", "outbound|443||api.example.com", "none"),
        ("", "outbound|90||headless", "istio_mutual"),
    ],
)
def test_tls_is_what_the_rule_says_else_what_the_other_side_takes(policy: str, host: str, expected: str) -> None:
    named = "web" if "web" in host else "api.example.com"
    assert clusters(rule(named, policy))[host].tls.mode == expected


def test_a_credential_is_handed_to_a_gateway_but_to_no_sidecar_that_its_rule_does_not_select() -> None:
    policy = "tls: {mode: SIMPLE, credentialName: c}"
    assert (
        clusters(rule("api.example.com", policy), Proxy("router"))["outbound|443||api.example.com"].tls.mode == "simple"
    )


def test_automatic_mutual_tls_can_be_switched_off_for_the_mesh_and_by_policy_for_a_namespace() -> None:
    policy = """
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: {name: p, namespace: default}
spec: {mtls: {mode: DISABLE}}
"""
    assert clusters(enableAutoMtls=False)["outbound|80||web"].tls.mode == "none"
    assert clusters(policy)["outbound|80||web"].tls.mode == "none"


def test_outlier_detection_switches_panic_off_unless_it_is_told_otherwise() -> None:
    plain = clusters(rule("web", "outlierDetection: {}"))["outbound|80||web"]
    told = clusters(rule("web", "outlierDetection: {minHealthPercent: 30}"))["outbound|80||web"]
    assert (plain.healthy_panic_threshold, told.healthy_panic_threshold) == (0.0, 30.0)


def test_local_origin_failures_count_only_where_they_are_split_off() -> None:
    split = "outlierDetection: {splitExternalLocalOriginErrors: true, consecutiveLocalOriginFailures: 4}"
    detection = clusters(rule("web", split))["outbound|80||web"].outlier_detection
    assert detection is not None
    assert detection.consecutive_local_origin_failure == 4


def test_a_limit_of_zero_is_no_limit() -> None:
    pool = "connectionPool: {tcp: {maxConnections: 0}, http: {http2MaxRequests: 7}}"
    breakers = clusters(rule("web", pool))["outbound|80||web"].circuit_breakers
    assert (breakers.max_connections, breakers.max_requests) == (None, 7)


def test_http2_is_the_ports_protocol_or_an_upgrade() -> None:
    upgrade = rule("web", "connectionPool: {http: {h2UpgradePolicy: UPGRADE}}")
    assert not clusters()["outbound|80||web"].http2
    assert clusters()["outbound|81||web"].http2
    assert clusters(upgrade)["outbound|80||web"].http2
    assert clusters(h2UpgradePolicy="UPGRADE")["outbound|80||web"].http2


def test_a_subset_has_the_endpoints_with_its_labels_and_no_others() -> None:
    found = clusters(rule("web", subsets="[{name: v1, labels: {version: v1}}, {name: v2, labels: {version: v2}}]"))
    workloads = {
        name: [one.workload for locality in found[name].endpoints for one in locality.endpoints]
        for name in ("outbound|80||web", "outbound|80|v1|web", "outbound|80|v2|web")
    }
    assert workloads == {
        "outbound|80||web": ["web-1.default"],
        "outbound|80|v1|web": ["web-1.default"],
        "outbound|80|v2|web": [],
    }


def test_a_subset_stays_past_balancing_where_its_service_is() -> None:
    policy = "loadBalancer: {simple: PASSTHROUGH}"
    found = clusters(rule("web", policy, "[{name: v1, trafficPolicy: {loadBalancer: {simple: RANDOM}}}]"))
    assert found["outbound|80|v1|web"].type == "ORIGINAL_DST"


def test_a_dns_cluster_without_a_name_to_resolve_is_not_made() -> None:
    found = clusters(rule("api.example.com", subsets="[{name: v1, labels: {version: v1}}]"))
    assert "outbound|443||api.example.com" in found
    assert "outbound|443|v1|api.example.com" not in found


def test_the_workloads_own_ports_have_inbound_clusters_with_the_pool_its_callers_have() -> None:
    pool = rule("web", "connectionPool: {tcp: {maxConnections: 5}}, outlierDetection: {}")
    found = clusters(pool, Proxy(name="web-1", labels={"app": "web", "version": "v1"}))
    inbound = found["inbound|80||"]
    assert (inbound.type, inbound.circuit_breakers.max_connections, inbound.outlier_detection) == (
        "ORIGINAL_DST",
        5,
        None,
    )
