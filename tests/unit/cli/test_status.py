"""status: a row for each Gateway, listener and parent, with the line that is to blame."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from snippet_check.cli import main

EDGE = """\
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: edge, namespace: default}
spec:
  gatewayClassName: istio
  listeners:
  - {name: http, port: 80, protocol: HTTP}
"""
SHOP = """\
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: shop, namespace: default}
spec:
  parentRefs:
  - {name: edge}
  - {name: nobody}
  rules:
  - backendRefs:
    - {name: shop, namespace: ops, port: 80}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("edge.yaml").write_text(EDGE)
    Path("shop.yaml").write_text(SHOP)
    return tmp_path


@pytest.mark.usefixtures("folder")
def test_what_does_not_hold_has_a_reason_and_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["status", "edge.yaml", "shop.yaml", "--lang", "en"]) == 1
    assert capsys.readouterr().out == (
        "Kind       Name          Of             Accepted  Programmed  ResolvedRefs            Where\n"
        "Gateway    default/edge                 True      True        -\n"
        "Gateway    default/edge  listener http  True      True        True\n"
        "HTTPRoute  default/shop  parent edge    True      -           False: RefNotPermitted  shop.yaml:10\n"
        "HTTPRoute  default/shop  parent nobody  -         -           -                       shop.yaml:7\n"
    )


@pytest.mark.usefixtures("folder")
def test_json_has_every_condition(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["status", "edge.yaml", "shop.yaml", "-o", "json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert found[1]["listener"] == "http"
    assert {"type": "Conflicted", "status": "False", "reason": "NoConflicts"} in found[1]["conditions"]
    assert found[2]["conditions"][1] == {
        "type": "ResolvedRefs",
        "status": "False",
        "reason": "RefNotPermitted",
        "reference": "shop.yaml:10",
    }


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(("language", "said"), [("en", "No Gateways"), ("ko", "여기에는")])
def test_where_nothing_has_a_status_it_says_so(language: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path("empty.yaml").write_text("")
    assert main(["status", "edge.yaml", "--lang", language]) == 0
    assert main(["status", "empty.yaml", "--lang", language]) == 0
    assert said in capsys.readouterr().out
    assert main(["status", "missing.yaml", "--lang", language]) == 2


@pytest.mark.usefixtures("folder")
def test_what_a_cluster_refuses_has_no_status(capsys: pytest.CaptureFixture[str]) -> None:
    Path("refused.yaml").write_text(EDGE.replace("port: 80", "port: 0"))
    assert main(["status", "refused.yaml", "--lang", "en"]) == 1
    printed = capsys.readouterr()
    assert printed.err.startswith("refused.yaml:7:24: a cluster refuses Gateway default/edge: ")
    assert printed.out.startswith("No Gateways")


@pytest.mark.usefixtures("folder")
def test_what_cannot_be_read_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    Path("broken.yaml").write_text("a: @b\n---\n" + EDGE)
    assert main(["status", "broken.yaml", "--lang", "en"]) == 1
    printed = capsys.readouterr()
    assert printed.err.startswith("broken.yaml:1:4: ")
    assert "default/edge" in printed.out
