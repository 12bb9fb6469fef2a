"""Rules that make no route for the caller are told of, with why."""

from __future__ import annotations

from snippet_check.simulate import simulate
from snippet_check.simulate.case import read_case
from snippet_check.simulate.left_out import left_out
from snippet_check.translate import translate

CASE = """\
config: |
  apiVersion: v1
  kind: Service
  metadata: {name: shop, namespace: default}
  spec: {selector: {app: shop}, ports: [{name: http, port: 80}]}
  ---
  apiVersion: networking.istio.io/v1
  kind: VirtualService
  metadata: {name: shop, namespace: default}
  spec:
    hosts: [shop]
    http:
    - name: ports
      match: [{uri: {prefix: /a}, port: 8080}, {uri: {prefix: /a}}]
      route: [{destination: {host: shop}}]
    - match: [{gateways: [edge]}]
      route: [{destination: {host: shop}}]
    - match: [{sourceLabels: {app: other}, sourceNamespace: far}]
      route: [{destination: {host: shop}}]
    - name: lost
      delegate: {name: nowhere}
    - match: [{uri: {prefix: /d}}]
      delegate: {name: parts}
    - match: [{uri: {prefix: /z}}, {uri: {prefix: /y}, port: 81}]
      route: [{destination: {host: shop}}]
  ---
  apiVersion: networking.istio.io/v1
  kind: VirtualService
  metadata: {name: parts, namespace: default}
  spec:
    http:
    - match: [{uri: {prefix: /elsewhere}}]
      route: [{destination: {host: shop}}]
    - match: [{uri: {prefix: /d/e}}]
      route: [{destination: {host: shop}}]
calls:
- {host: shop, path: "%s"}
"""


def told(path: str) -> list[tuple[str, str, str]]:
    case = read_case(CASE % path, "case.yaml")
    snapshot = translate(case.world.mesh, case.proxy)
    result = simulate(snapshot, case.calls[0])
    assert result.virtual_host
    gone = left_out(result.virtual_host, result.route, 80)
    return [(one.name, one.reason.reason, one.reason.want) for one in gone]


def test_all_that_stands_before_the_route_taken() -> None:
    before = [
        ("ports", "rule_port", "8080"),
        ("http[1]", "rule_gateways", "edge"),
        ("http[2]", "rule_callers", "app=other, far"),
        ("lost", "rule_delegate", "default/nowhere"),
    ]
    assert told("/a") == before[:1]
    assert told("/d/e") == [*before, ("http[0]", "rule_within", "")]
    assert told("/z") == [*before, ("http[0]", "rule_within", "")]


def test_all_of_it_where_no_route_is_taken() -> None:
    assert ("http[5]", "rule_port", "81") in told("/none")
