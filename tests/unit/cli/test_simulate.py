"""simulate: one call from the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from snippet_check.cli import main

SHOP = """\
apiVersion: v1
kind: Service
metadata: {name: shop, namespace: default}
spec: {selector: {app: shop}, ports: [{name: http, port: 80}]}
---
apiVersion: v1
kind: Pod
metadata: {name: shop, namespace: default, labels: {app: shop, sidecar.istio.io/inject: "true"}}
spec: {containers: [{name: shop, image: example/shop}]}
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: shop, namespace: default}
"""


@pytest.mark.parametrize(
    ("spec", "said"),
    [
        (
            "{hosts: [shop], http: [{headers: {request: {set: {x: y}}}, route: [{destination: {host: shop}}]}]}",
            ":14:60: ",
        ),
        ("{hosts: [shop], http: [{route: [{destination: {host: shop}, weight: -1}]}]}", "VirtualService default/shop"),
    ],
)
def test_what_is_not_let_in_is_said_beside_the_calls(
    spec: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "shop.yaml"
    file.write_text(f"{SHOP}spec: {spec}\n")
    main(["simulate", "--lang", "en", "--from", "shop.default", "--url", "http://shop/", str(file)])
    lines = capsys.readouterr().out.splitlines()
    assert "100 %  shop.default" in lines[2]
    assert said in lines[-1]
