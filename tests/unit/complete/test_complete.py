"""What a cluster makes of files."""

from __future__ import annotations

from typing import Any

import pytest

from snippet_check.complete import complete
from snippet_check.load import load_text
from snippet_check.resource import Resource

WORLD = """\
apiVersion: v1
kind: Namespace
metadata: {name: shop, labels: {istio-injection: enabled}}
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec:
  selector: {app: web}
  ports: [{name: http, port: 80, targetPort: web}, {name: admin, port: 81}]
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
      - {name: main, image: nginx, ports: [{name: web, containerPort: 8080}]}
"""


def cluster(text: str, **options: Any) -> dict[str, Resource]:
    return {resource.origin: resource for resource in complete(load_text(text).resources, **options)}


def of_kind(objects: dict[str, Resource], kind: str) -> list[Resource]:
    return [resource for resource in objects.values() if resource.kind == kind]


def test_services_get_the_defaults_of_the_api_server() -> None:
    spec = cluster(WORLD)["Service shop/web"].spec
    assert (spec["type"], spec["ports"][0]["protocol"], spec["ports"][1]["targetPort"]) == ("ClusterIP", "TCP", 81)
    assert spec["clusterIP"].startswith("10.") and [spec["clusterIP"]] == spec["clusterIPs"]


def test_a_headless_service_stays_headless_and_an_external_name_has_no_address() -> None:
    text = "apiVersion: v1\nkind: Service\nmetadata: {name: %s}\nspec: {%s}\n---\n"
    objects = cluster(text % ("h", "clusterIP: None") + text % ("e", "type: ExternalName, externalName: x.org"))
    assert objects["Service default/h"].spec["clusterIP"] == "None"
    assert "clusterIP" not in objects["Service default/e"].spec


def test_workloads_make_pods_where_their_template_is_written() -> None:
    first, second = of_kind(cluster(WORLD), "Pod")
    assert first.name.startswith("web-") and first.name != second.name
    assert first.at("spec", "containers", 0, "image").location().span.start == (22, 29)
    addresses = {pod.content["status"]["podIP"] for pod in (first, second)}
    assert len(addresses) == 2
    assert first.written == {}


def test_what_no_cluster_serves_is_no_workload() -> None:
    odd = "apiVersion: v1\nkind: Deployment\nmetadata: {name: odd}\nspec: {template: {spec: {containers: 1}}}\n"
    assert not of_kind(cluster(odd), "Pod")


def test_names_and_addresses_are_the_same_every_time_and_whatever_else_there_is() -> None:
    before = {pod.name: pod.content["status"]["podIP"] for pod in of_kind(cluster(WORLD), "Pod")}
    more = WORLD + "---\n" + WORLD.replace("shop", "other")
    after = {
        pod.name: pod.content["status"]["podIP"] for pod in of_kind(cluster(more), "Pod") if pod.namespace == "shop"
    }
    assert before == after


def test_endpoints_of_the_pods_that_a_service_selects() -> None:
    objects = cluster(WORLD)
    [one] = of_kind(objects, "EndpointSlice")
    assert [(port["name"], port["port"]) for port in one.content["ports"]] == [("http", 8080), ("admin", 81)]
    assert {pod.name for pod in of_kind(objects, "Pod")} == {e["targetRef"]["name"] for e in one.content["endpoints"]}
    assert one.metadata["labels"] == {"kubernetes.io/service-name": "web"}


def test_a_named_port_is_one_of_a_container_that_stays() -> None:
    early = "initContainers: [{name: i, image: i, ports: [{name: %s, containerPort: 1}]%s}]\n      containers:"
    for name, policy, expected in (("web", "", 8080), ("early", "", None), ("early", ", restartPolicy: Always", 1)):
        text = WORLD.replace("containers:", early % (name, policy)).replace("targetPort: web", f"targetPort: {name}")
        [one] = of_kind(cluster(text), "EndpointSlice")
        assert {port["name"]: port["port"] for port in one.content["ports"]}.get("http") == expected


def test_pods_of_a_stateful_set_can_be_selected_one_by_one() -> None:
    text = WORLD.replace("Deployment", "StatefulSet").replace("replicas: 2", "replicas: 2\n  ordinals: {start: 5}")
    text += "---\napiVersion: v1\nkind: Service\nmetadata: {name: one, namespace: shop}\n"
    text += "spec: {selector: {statefulset.kubernetes.io/pod-name: web-6}, ports: [{port: 1}]}\n"
    objects = cluster(text)
    assert objects["Pod shop/web-5"].metadata["labels"]["apps.kubernetes.io/pod-index"] == "5"
    [endpoint] = objects["EndpointSlice shop/one-0"].content["endpoints"]
    assert endpoint["targetRef"]["name"] == "web-6"


def test_pods_of_a_job_carry_its_name() -> None:
    text = WORLD.replace("apps/v1", "batch/v1").replace("Deployment", "Job").replace("replicas", "parallelism")
    labels = [pod.metadata["labels"] for pod in of_kind(cluster(text), "Pod")]
    assert [one["batch.kubernetes.io/job-name"] for one in labels] == ["web", "web"]


def test_endpoints_of_a_service_with_a_selector_are_its_pods_whatever_is_written() -> None:
    text = WORLD + "---\napiVersion: v1\nkind: Endpoints\nmetadata: {name: %s, namespace: shop}\n"
    text += "subsets: [{addresses: [{ip: 192.0.2.1}], ports: [{port: 1}]}]\n"
    assert [one.name for one in of_kind(cluster(text % "web"), "EndpointSlice")] == ["web-0"]
    assert "EndpointSlice shop/other-mirror-0" in cluster(text % "other")


def test_slices_that_are_written_are_not_made_again() -> None:
    own = "---\napiVersion: discovery.k8s.io/v1\nkind: EndpointSlice\naddressType: IPv4\n"
    own += "metadata: {name: own, namespace: shop, labels: {kubernetes.io/service-name: web}}\n"
    assert [one.name for one in of_kind(cluster(WORLD + own), "EndpointSlice")] == ["own"]


INJECTED = [
    ("istio-injection: enabled", "", True),
    ("istio-injection: enabled", "sidecar.istio.io/inject: 'false'", False),
    ("istio-injection: disabled", "sidecar.istio.io/inject: 'true'", False),
    ("istio.io/rev: default", "", True),
    ("istio.io/rev: canary", "", False),
    ("", "", False),
    ("", "sidecar.istio.io/inject: 'true'", True),
    ("", "istio.io/rev: default", True),
    ("istio.io/rev: canary", "sidecar.istio.io/inject: 'true'", False),
]


@pytest.mark.parametrize(("namespace", "pod", "injected"), INJECTED)
def test_injection(namespace: str, pod: str, injected: bool) -> None:
    text = f"apiVersion: v1\nkind: Namespace\nmetadata: {{name: ns, labels: {{{namespace}}}}}\n---\n"
    text += f"apiVersion: v1\nkind: Pod\nmetadata: {{name: p, namespace: ns, labels: {{{pod}}}}}\n"
    for how, expected in (("auto", injected), ("all", True), ("none", False)):
        made = cluster(text, inject=how)["Pod ns/p"]
        names = [container["name"] for container in made.spec.get("initContainers", ())]
        assert (expected, expected) == (
            "istio-proxy" in names,
            "security.istio.io/tlsMode" in made.metadata.get("labels", {}),
        )


CAPTURED = [
    ("istio.io/dataplane-mode: ambient", "", True),
    ("istio.io/dataplane-mode: ambient", "istio.io/dataplane-mode: none", False),
    ("istio.io/dataplane-mode: ambient", "sidecar.istio.io/inject: 'true'", False),
    ("", "istio.io/dataplane-mode: ambient", True),
    ("", "", False),
]


@pytest.mark.parametrize(("namespace", "pod", "captured"), CAPTURED)
def test_ambient_mode(namespace: str, pod: str, captured: bool) -> None:
    text = f"apiVersion: v1\nkind: Namespace\nmetadata: {{name: ns, labels: {{{namespace}}}}}\n---\n"
    text += f"apiVersion: v1\nkind: Pod\nmetadata: {{name: p, namespace: ns, labels: {{{pod}}}}}\n"
    annotations = cluster(text)["Pod ns/p"].metadata.get("annotations", {})
    assert (annotations.get("ambient.istio.io/redirection") == "enabled") is captured


def test_secrets_and_namespaces() -> None:
    objects = cluster("apiVersion: v1\nkind: Secret\nmetadata: {name: s, namespace: ns}\nstringData: {a: b}\n")
    assert objects["Secret ns/s"].content["data"] == {"a": "Yg=="}
    assert {"Namespace ns", "Namespace default", "Namespace istio-system"} <= objects.keys()
    assert objects["Namespace ns"].metadata["labels"] == {"kubernetes.io/metadata.name": "ns"}


def test_gateway_api_defaults_and_the_service_of_a_managed_gateway() -> None:
    text = """\
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: g}
spec: {gatewayClassName: istio, listeners: [{name: http, port: 80, protocol: HTTP}]}
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: r}
spec: {parentRefs: [{name: g}], rules: [{backendRefs: [{name: s, port: 80}]}]}
"""
    objects = cluster(text)
    rule = objects["HTTPRoute default/r"].spec["rules"][0]
    assert rule["matches"] == [{"path": {"type": "PathPrefix", "value": "/"}}]
    assert rule["backendRefs"][0] == {"name": "s", "port": 80, "group": "", "kind": "Service", "weight": 1}
    assert [port["port"] for port in objects["Service default/g-istio"].spec["ports"]] == [15021, 80]
    assert objects["GatewayClass istio"].spec["controllerName"] == "istio.io/gateway-controller"


INFRASTRUCTURE = [
    ("labels: {team: edge}, annotations: {networking.istio.io/exportTo: .}", "", {"team": "edge"}, True),
    ("labels: {team: edge}, annotations: {networking.istio.io/exportTo: .}", "labels: {net: a}", {"net": "a"}, True),
    (
        "labels: {team: edge}, annotations: {gateway.istio.io/service-account: own}",
        "annotations: {a: b}",
        {"team": "edge"},
        False,
    ),
]


@pytest.mark.parametrize(("own", "infrastructure", "labels", "exported"), INFRASTRUCTURE)
def test_the_service_of_a_gateway_inherits(
    own: str, infrastructure: str, labels: dict[str, str], exported: bool
) -> None:
    text = f"""\
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {{name: g, {own}}}
spec:
  gatewayClassName: istio
  infrastructure: {{{infrastructure}}}
  listeners: [{{name: http, port: 80, protocol: HTTP}}]
"""
    made = cluster(text)["Service default/g-istio"].metadata
    assert {name: made["labels"].get(name) for name in labels} == labels
    assert made["labels"]["gateway.networking.k8s.io/gateway-name"] == "g"
    assert ("networking.istio.io/exportTo" in made["annotations"]) is exported
    assert "gateway.istio.io/service-account" not in made["annotations"]


def test_a_wild_number_of_replicas_is_no_attack() -> None:
    assert len(of_kind(cluster(WORLD.replace("replicas: 2", "replicas: 2000000000")), "Pod")) <= 100


CLASSES = """\
apiVersion: networking.k8s.io/v1
kind: IngressClass
metadata:
  name: older
  creationTimestamp: "2024-01-01T00:00:00Z"
  annotations: {ingressclass.kubernetes.io/is-default-class: "true"}
---
apiVersion: networking.k8s.io/v1
kind: IngressClass
metadata:
  name: younger
  creationTimestamp: "2024-01-02T00:00:00Z"
  annotations: {ingressclass.kubernetes.io/is-default-class: "true"}
---
apiVersion: networking.k8s.io/v1
kind: IngressClass
metadata: {name: any, creationTimestamp: "2024-01-03T00:00:00Z"}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
"""


@pytest.mark.parametrize(
    ("ingress", "expected"),
    [
        ("metadata: {name: web}", "younger"),
        ("metadata: {name: web}\nspec: {ingressClassName: own}", "own"),
        ("metadata: {name: web, annotations: {kubernetes.io/ingress.class: own}}", None),
    ],
)
def test_an_ingress_without_a_class_gets_the_youngest_default(ingress: str, expected: str | None) -> None:
    assert cluster(CLASSES + ingress)["Ingress default/web"].spec.get("ingressClassName") == expected
