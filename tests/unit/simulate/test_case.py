"""What a case leaves out and how it is filled in."""

from __future__ import annotations

import pytest

from snippet_check.mesh.registry import registry
from snippet_check.simulate.addressing import NOBODY
from snippet_check.simulate.case import Case, read_case

CONFIG = """\
config: |
  apiVersion: v1
  kind: Service
  metadata: {name: web, namespace: default}
  spec: {clusterIP: 10.96.0.10, selector: {app: web}, ports: [{name: http, port: 80, targetPort: 8080}]}
  ---
  apiVersion: v1
  kind: Service
  metadata: {name: headless, namespace: default}
  spec: {clusterIP: None, selector: {app: web}, ports: [{name: http, port: 80}]}
  ---
  apiVersion: v1
  kind: Service
  metadata: {name: gateway, namespace: istio-system}
  spec: {selector: {istio: ingressgateway}, ports: [{name: http, port: 80, targetPort: 8080}]}
  ---
  apiVersion: v1
  kind: Pod
  metadata: {name: web-1, namespace: default, labels: {app: web}}
  spec: {containers: [{name: c, image: x}]}
  status: {podIP: 10.1.2.3}
"""


def case(more: str) -> Case:
    return read_case(CONFIG + more, "case.yaml")


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("web", "10.96.0.10"),
        ("WEB.default:80", "10.96.0.10"),
        ("web.default.svc.cluster.local", "10.96.0.10"),
        ("headless", "10.1.2.3"),
        ("other", NOBODY),
        ("10.9.8.7", "10.9.8.7"),
    ],
)
def test_the_address_of_a_call_is_that_of_the_service_its_host_leads_to(host: str, address: str) -> None:
    (call,) = case(f"calls: [{{host: '{host}', port: 80}}]").calls
    assert call.address == address


def test_a_proxy_nobody_describes_is_a_sidecar_of_a_client_in_the_default_namespace() -> None:
    proxy = case("").proxy
    assert (proxy.type, proxy.namespace, proxy.labels, proxy.ip) == (
        "sidecar",
        "default",
        {"app": "client"},
        "10.244.0.99",
    )


def test_the_port_of_a_gateway_call_becomes_the_port_of_its_pod() -> None:
    (call,) = case("proxy: {type: router}\ncalls: [{host: a.com, port: 80}]").calls
    assert (call.mode, call.port) == ("gateway", 8080)


def test_the_proxys_own_pod_serves_the_services_that_select_it() -> None:
    one = case("proxy: {labels: {app: web}}\ncalls: []")
    scope = one.world.scope(one.proxy)
    instances = registry(scope.mesh).instances(scope.service("web.default.svc.cluster.local"))  # type: ignore[arg-type]
    assert {instance.address for instance in instances[80]} == {"10.1.2.3", "10.244.0.99"}


def test_a_call_by_tls_sends_its_host_as_sni_and_one_by_mutual_tls_does_not() -> None:
    calls = case("calls: [{host: 'web:80', tls: tls}, {host: web, tls: mtls}, {host: web, tls: tls, sni: x}]").calls
    assert [call.server_name for call in calls] == ["web", "", "x"]


def test_resources_know_their_line_in_the_case_file() -> None:
    service = next(one for one in case("").loaded.resources if one.name == "headless")
    assert str(service.at("spec", "clusterIP").location()) == "case.yaml:10:21"


@pytest.mark.parametrize(
    "text", ["", "[]", "config: 7", "calls: 7", "calls: [7]", "calls: [{port: x, headers: 3, host: []}]", "proxy: 3"]
)
def test_a_malformed_case_is_read_as_far_as_it_goes(text: str) -> None:
    read_case(text, "case.yaml")
