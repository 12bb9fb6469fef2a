"""proxy-config: istioctl's columns, Envoy's JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from snippet_check.cli import main

SHOP = """\
apiVersion: v1
kind: Service
metadata: {name: shop, namespace: default}
spec: {clusterIP: 10.96.0.1, selector: {app: shop}, ports: [{name: http, port: 8000}, {name: tcp, port: 9000}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: shop, namespace: default}
spec:
  selector: {matchLabels: {app: shop}}
  template:
    metadata: {labels: {app: shop, sidecar.istio.io/inject: "true"}}
    spec: {containers: [{name: shop, image: example/shop}]}
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: shop, namespace: default}
spec: {hosts: [shop], http: [{match: [{uri: {prefix: /a}}], route: [{destination: {host: shop, subset: v1}}]}]}
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: shop, namespace: default}
spec: {host: shop, subsets: [{name: v1, labels: {app: shop}}]}
"""


@pytest.fixture
def shop(tmp_path: Path) -> str:
    path = tmp_path / "shop.yaml"
    path.write_text(SHOP, encoding="utf-8")
    return str(path)


def lines(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[list[str]]:
    """What is printed, in columns: they stand at least five blanks apart."""
    assert main(["proxy-config", *arguments, "--from", "shop.default"]) == 0
    return [[cell.strip() for cell in line.split("     ") if cell] for line in capsys.readouterr().out.splitlines()]


def test_routes_name_their_virtual_service(shop: str, capsys: pytest.CaptureFixture[str]) -> None:
    header, *rows = lines(capsys, "route", shop)
    assert header == ["NAME", "VHOST NAME", "DOMAINS", "MATCH", "VIRTUAL SERVICE"]
    [row] = [row for row in rows if row[0] == "8000"]
    assert row[1:3] == ["shop.default.svc.cluster.local:8000", "shop.default.svc.cluster.local., shop + 2 more..."]
    assert row[3:] == ["/a*", "shop.default"]


def test_every_chain_brings_its_own_copy_of_routes(shop: str, capsys: pytest.CaptureFixture[str]) -> None:
    rows = lines(capsys, "route", shop)
    assert rows.count(["InboundPassthroughCluster", "inbound|http|0", "*", "/*"]) == 2


def test_clusters_name_their_destination_rule(shop: str, capsys: pytest.CaptureFixture[str]) -> None:
    rows = lines(capsys, "cluster", shop)
    assert ["shop.default.svc.cluster.local", "8000", "v1", "outbound", "EDS", "shop.default"] in rows
    assert ["shop.default.svc.cluster.local", "8000", "-", "outbound", "EDS", "shop.default"] in rows
    assert ["BlackHoleCluster", "-", "-", "-", "STATIC"] in rows


def test_listeners_say_what_is_for_whom(shop: str, capsys: pytest.CaptureFixture[str]) -> None:
    rows = lines(capsys, "listener", shop)
    assert ["10.96.0.1", "9000", "ALL", "Cluster: outbound|9000||shop.default.svc.cluster.local"] in rows
    assert ["0.0.0.0", "15001", "Addr: *:15001", "Non-HTTP/Non-TCP"] in rows


def test_json_is_envoys(shop: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["proxy-config", "route", shop, "--from", "shop.default", "-o", "json"]) == 0
    [routes] = [one for one in json.loads(capsys.readouterr().out) if one["name"] == "8000"]
    assert routes["virtual_hosts"][0]["routes"][0]["match"] == {"prefix": "/a", "case_sensitive": True}


def test_nobody_has_no_proxy(shop: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["proxy-config", "all", shop, "--from", "nobody.default", "--lang", "en"]) == 2
    assert '"nobody.default" has no proxy here' in capsys.readouterr().err


def test_what_cannot_be_read_is_told(shop: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path(shop).write_text("a: @b\n---\n" + SHOP)
    assert main(["proxy-config", "cluster", "--from", "shop.default", shop]) == 0
    assert capsys.readouterr().err.startswith(f"{shop}:1:4: ")
