"""Which DestinationRule counts for a client, and what several rules of one host become."""

from __future__ import annotations

import pytest

from snippet_check.load import load_text
from snippet_check.mesh.destination_rules import DestinationRule
from snippet_check.mesh.mesh import Mesh
from snippet_check.mesh.proxy import Proxy
from snippet_check.mesh.sidecar_scope import sidecar_scope

SERVICE = """\
apiVersion: v1
kind: Service
metadata: {name: shop, namespace: owner}
spec: {clusterIP: 10.96.0.1, ports: [{name: http, port: 80}]}
"""
HOST = "shop.owner.svc.cluster.local"


def rule(name: str, namespace: str, more: str = "", host: str = HOST, year: int = 2024) -> str:
    return (
        "---\napiVersion: networking.istio.io/v1\nkind: DestinationRule\n"
        f'metadata: {{name: {name}, namespace: {namespace}, creationTimestamp: "{year}-01-01T00:00:00Z"}}\n'
        f'spec: {{host: "{host}"{more}}}\n'
    )


def found(*rules: str, client: str = "client") -> DestinationRule | None:
    mesh = Mesh(load_text(SERVICE + "".join(rules)).resources)
    return sidecar_scope(mesh, Proxy(namespace=client)).destination_rule(HOST)


ROOT, OWNERS, CLIENTS = rule("root", "istio-system"), rule("owners", "owner"), rule("clients", "client")


@pytest.mark.parametrize(
    ("rules", "counts"),
    [
        ((ROOT,), "root"),
        ((ROOT, OWNERS), "owners"),
        ((ROOT, OWNERS, CLIENTS), "clients"),
        ((OWNERS, rule("wildcard", "client", host="*.local")), "wildcard"),
        ((OWNERS, rule("others", "third")), "owners"),
        ((ROOT, rule("private", "owner", ", exportTo: [.]")), "root"),
    ],
)
def test_the_clients_namespace_then_the_services_then_the_root(rules: tuple[str, ...], counts: str) -> None:
    one = found(*rules)
    assert one is not None
    assert one.name == counts


def test_of_several_the_older_gives_the_policy_and_the_younger_adds_subsets() -> None:
    one = found(
        rule("younger", "owner", ", subsets: [{name: a, labels: {v: '2'}}, {name: b}]", year=2025),
        rule("older", "owner", ", trafficPolicy: {tls: {mode: DISABLE}}, subsets: [{name: a, labels: {v: '1'}}]"),
    )
    assert one is not None
    assert one.traffic_policy == {"tls": {"mode": "DISABLE"}}
    assert [(subset.name, subset.labels) for subset in one.subsets] == [("a", {"v": "1"}), ("b", {})]
    assert [source.name for source in one.sources] == ["older", "younger"]


def test_a_rule_for_some_workloads_counts_for_those_only() -> None:
    selecting = rule("selecting", "client", ", workloadSelector: {matchLabels: {app: other}}")
    one = found(selecting, CLIENTS)
    assert one is not None
    assert one.name == "clients"
