"""Services, their ports' protocols, and the endpoints behind them."""

from __future__ import annotations

import pytest

from snippet_check.load import load_text
from snippet_check.mesh.mesh import Mesh
from snippet_check.mesh.protocol import Protocol, service_port_protocol
from snippet_check.mesh.registry import registry
from snippet_check.mesh.workload import Health

SLICE = """\
apiVersion: v1
kind: Service
metadata: {name: shop, namespace: default, creationTimestamp: "2024-01-02T00:00:00Z"}
spec: {clusterIP: 10.96.0.1, selector: {app: shop}, ports: [{name: http, port: 80, targetPort: 8080}]}
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: {name: shop-1, namespace: default, labels: {kubernetes.io/service-name: shop}}
addressType: IPv4
endpoints:
- {addresses: [10.244.0.1], targetRef: {kind: Pod, name: shop-v1, namespace: default}}
ports: [{name: http, port: 8080}]
---
apiVersion: v1
kind: Pod
metadata: {name: shop-v1, namespace: default, labels: {app: shop, version: v1}}
spec: {serviceAccountName: seller, containers: [{name: shop, image: example/shop}]}
status: {podIP: 10.244.0.1}
"""
ENTRY = """\
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: {name: shop, namespace: default, creationTimestamp: "2024-01-01T00:00:00Z"}
spec:
  hosts: [shop.example.com, shop.default.svc.cluster.local]
  resolution: STATIC
  ports: [{number: 80, name: http, protocol: HTTP}]
  workloadSelector: {labels: {app: shop}}
---
apiVersion: networking.istio.io/v1
kind: WorkloadEntry
metadata: {name: shop-vm, namespace: default}
spec: {address: 10.0.0.9, labels: {app: shop, version: v2}, ports: {http: 9090}, locality: west/a}
"""

PROTOCOLS = [
    ("http", None, 80, "TCP", Protocol.HTTP),
    ("http-api", None, 80, "TCP", Protocol.HTTP),
    ("grpc-web", None, 80, "TCP", Protocol.GRPC_WEB),
    ("HTTP2", None, 80, "TCP", Protocol.HTTP2),
    ("httpx", None, 80, "TCP", Protocol.UNSUPPORTED),
    ("tcp", "kubernetes.io/h2c", 80, "TCP", Protocol.HTTP2),
    ("http", None, 53, "UDP", Protocol.UDP),
    ("db", None, 3306, "TCP", Protocol.TCP),
]


@pytest.mark.parametrize(("name", "app_protocol", "number", "transport", "protocol"), PROTOCOLS)
def test_protocols(name: str, app_protocol: str | None, number: int, transport: str, protocol: Protocol) -> None:
    assert service_port_protocol(number, name, transport, app_protocol) is protocol


def test_an_endpoint_brings_the_labels_and_the_account_of_its_pod() -> None:
    known = registry(Mesh(load_text(SLICE).resources))
    [service] = known.services
    [instance] = known.instances(service)[80]
    assert (instance.address, instance.port) == ("10.244.0.1", 8080)
    assert instance.workload.labels["version"] == "v1"
    assert instance.workload.service_account == "spiffe://cluster.local/ns/default/sa/seller"


def test_a_service_entry_selects_pods_and_workload_entries() -> None:
    known = registry(Mesh(load_text(f"{SLICE}---\n{ENTRY}").resources))
    service = known.service("default", "shop.example.com")
    assert service is not None
    found = {(one.address, one.port, one.workload.locality) for one in known.instances(service)[80]}
    assert found == {("10.0.0.9", 9090, "west/a"), ("10.244.0.1", 80, "")}


def test_of_two_services_of_one_name_kubernetes_own_counts_even_if_it_is_younger() -> None:
    known = registry(Mesh(load_text(f"{SLICE}---\n{ENTRY}").resources))
    service = known.service("default", "shop.default.svc.cluster.local")
    assert service is not None
    assert service.from_kubernetes


@pytest.mark.parametrize(
    ("conditions", "labels", "health"),
    [
        ("{}", "{}", Health.HEALTHY),
        ("{ready: false, terminating: false}", "{}", Health.UNHEALTHY),
        ("{ready: false, serving: true, terminating: true}", "{}", Health.TERMINATING),
        ("{ready: false, serving: true, terminating: true}", "{istio.io/persistent-session: x}", Health.DRAINING),
        ("{ready: false, serving: false, terminating: true}", "{istio.io/persistent-session: x}", Health.TERMINATING),
    ],
)
def test_an_endpoint_is_drained_where_sessions_keep_to_it(conditions: str, labels: str, health: Health) -> None:
    text = SLICE.replace("targetRef:", f"conditions: {conditions}, targetRef:").replace(
        "creationTimestamp:", f"labels: {labels}, creationTimestamp:"
    )
    known = registry(Mesh(load_text(text).resources))
    [service] = known.services
    assert [one.health for one in known.instances(service)[80]] == [health]
