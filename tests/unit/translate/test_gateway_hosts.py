"""The virtual hosts of a gateway: which of them share their routes."""

from __future__ import annotations

import pytest

from snippet_check.simulate.case import read_case
from snippet_check.translate import translate

CASE = """\
proxy: {type: router}
config: |
  apiVersion: networking.istio.io/v1
  kind: Gateway
  metadata: {name: edge, namespace: istio-system}
  spec:
    selector: {istio: ingressgateway}
    servers:
    - {port: {number: 80, name: http, protocol: HTTP}, hosts: [a.long.example.com, c.example.com]}
    - {port: {number: 80, name: redirecting, protocol: HTTP}, hosts: [%s], tls: {httpsRedirect: true}}
  ---
  apiVersion: networking.istio.io/v1
  kind: VirtualService
  metadata: {name: shop, namespace: istio-system}
  spec:
    hosts: [a.long.example.com, %s, c.example.com]
    gateways: [edge]
    http: [{route: [{destination: {host: shop}}]}]
"""


@pytest.mark.parametrize(
    ("redirecting", "domains"),
    [
        ("b.ex.com", [["a.long.example.com", "c.example.com"], ["b.ex.com"]]),
        ("b.between.ex.com", [["a.long.example.com"], ["b.between.ex.com"], ["c.example.com"]]),
    ],
)
def test_hosts_are_joined_in_order_of_their_length(redirecting: str, domains: list[list[str]]) -> None:
    case = read_case(CASE % (redirecting, redirecting), "case.yaml")
    [routes] = translate(case.world.mesh, case.proxy).routes
    assert sorted(list(host.domains) for host in routes.virtual_hosts) == domains
