"""What a cluster would say about an object before Istio sees it."""

from __future__ import annotations

import pytest

from snippet_check.lint import lint
from snippet_check.load import load_text

VIRTUAL_SERVICE = """\
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: reviews, labels: {any: thing}}
spec:
  hosts: [reviews]
  http:
  - match: [{uri: {prefix: /a}}]
    route: [{destination: {host: reviews, port: {number: 9080}}, weight: 100}]
"""
HTTP_ROUTE = """\
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: reviews}
spec:
  parentRefs: [{name: gateway}]
  rules:
  - matches: [{path: {type: PathPrefix, value: /a}}]
    backendRefs: [{name: reviews, port: 9080}]
"""
ENVOY_FILTER = """\
apiVersion: networking.istio.io/v1alpha3
kind: EnvoyFilter
metadata: {name: any}
spec: {configPatches: [{applyTo: HTTP_FILTER, patch: {operation: MERGE, value: {any: {thing: [1]}}}}]}
"""
DEPLOYMENT = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec: {selector: {matchLabels: {a: b}}, template: {spec: {containers: [{name: c, resources: {limits: {any: 1}}}]},
  metadata: {labels: {a: b}}}}
"""


def found(text: str) -> list[str]:
    findings = lint(load_text(text, "f").resources)
    return [f"{one.location().span.start.line}:{one.location().span.start.column} {one.code}" for one in findings]


@pytest.mark.parametrize("text", [VIRTUAL_SERVICE, HTTP_ROUTE, ENVOY_FILTER, DEPLOYMENT])
def test_nothing_to_say(text: str) -> None:
    assert found(text) == []


CHANGES = [
    (VIRTUAL_SERVICE, "kind: VirtualService", "kind: VirtualServce", "2:7 SC0101"),
    (VIRTUAL_SERVICE, "networking.istio.io/v1", "networking.istio.io/v2", "1:13 SC0102"),
    (VIRTUAL_SERVICE, "networking.istio.io/v1", "v1", "1:13 SC0102"),
    (VIRTUAL_SERVICE, "networking.istio.io/v1", "networkin.istio.io/v1", "1:13 SC0102"),
    (VIRTUAL_SERVICE, "  hosts:", "  hostss: []\n  hosts:", "5:3 SC0103"),
    (VIRTUAL_SERVICE, "prefix: /a", "prefx: /a", "7:20 SC0103"),
    (VIRTUAL_SERVICE, "labels:", "label:", "3:27 SC0103"),
    (VIRTUAL_SERVICE, "weight: 100", "weight: '100'", "8:74 SC0030"),
    (HTTP_ROUTE, "port: 9080", "port: 90800", "8:41 SC0106"),
    (VIRTUAL_SERVICE, "host: reviews, ", "", "8:27 SC0104"),
    (VIRTUAL_SERVICE, "prefix: /a", "prefix: /a, exact: /b", "7:39 SC0105"),
    (VIRTUAL_SERVICE, "hosts:", "exportTo: ['.']\n  export_to: ['*']\n  hosts:", "6:3 SC0103"),
    (HTTP_ROUTE, "type: PathPrefix", "type: Prefix", "7:29 SC0032"),
    (HTTP_ROUTE, "port: 9080", "port: 0", "8:41 SC0106"),
    (HTTP_ROUTE, "name: reviews, port", "name: '', port", "8:26 SC0107"),
    (HTTP_ROUTE, "backendRefs: [{", "backendRefs: [{group: a_b, ", "8:27 SC0108"),
    (DEPLOYMENT, "containers:", "container:", "4:59 SC0103"),
]


@pytest.mark.parametrize(("text", "old", "new", "finding"), CHANGES)
def test_one_thing_to_say(text: str, old: str, new: str, finding: str) -> None:
    assert old in text
    assert found(text.replace(old, new, 1)) == [finding]


def test_deprecated_fields_but_those_that_istio_names_itself() -> None:
    rule = "apiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata: {name: a}\nspec:\n  host: a\n"
    rule += "  trafficPolicy: {outlierDetection: {consecutiveErrors: 5}}\n"
    assert found(rule) == []
    assert (
        found(
            rule.replace("outlierDetection: {consecutiveErrors", "loadBalancer: {warmupDurationSecs").replace(
                "5}", "5s}"
            )
        )
        != []
    )


def test_the_nearest_name_is_named() -> None:
    [finding] = lint(load_text(VIRTUAL_SERVICE.replace("prefix:", "prefxi:")).resources)
    assert "prefix" in finding.text("en") and "prefix" in finding.text("ko")


def test_kinds_of_groups_that_nobody_here_knows_are_left_alone() -> None:
    assert found("apiVersion: cert-manager.io/v1\nkind: Certificate\nmetadata: {name: a}\n") == []
    assert found("apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {name: a}\n") == []


def test_rules_among_fields() -> None:
    old, new = "backendRefs: [{name: reviews, port: 9080}]", "backendRefs: [{name: reviews}]"
    assert found(HTTP_ROUTE.replace(old, new)) == ["8:19 SC0110"]
    redirect = "filters: [{type: RequestRedirect}]"
    assert found(HTTP_ROUTE.replace(old, redirect)) == ["8:15 SC0110"]


def test_items_that_must_differ() -> None:
    gateway = "apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata: {name: g}\nspec:\n"
    gateway += "  gatewayClassName: istio\n  listeners:\n"
    listener = "  - {name: a, port: %d, protocol: HTTP}\n"
    assert found(gateway + listener % 80 + listener % 81) == ["8:5 SC0111"]


def test_null_is_a_value_of_the_wrong_type() -> None:
    assert found(VIRTUAL_SERVICE.replace("hosts: [reviews]", "hosts: [reviews]\n  exportTo: null")) == ["6:13 SC0030"]
