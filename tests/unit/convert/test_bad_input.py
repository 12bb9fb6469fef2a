"""Whatever is in a file, convert answers: with exit code 2 for what is no YAML, 1 where there is nothing to convert."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from snippet_check.cli import main
from snippet_check.convert import compare, convert
from snippet_check.convert.output import as_documents
from snippet_check.convert.report import report
from snippet_check.load import load_text

GATEWAY = """\
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: g, namespace: default}
spec:
  selector: {istio: ingressgateway}
  servers:
  - {port: {number: 80, name: http, protocol: HTTP}, hosts: [a.example.com]}
"""
NO_GATEWAY = """\
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: v, namespace: default}
spec:
  hosts: [a.example.com]
  gateways: [elsewhere/g]
  http:
  - route: [{destination: {host: a}}]
"""
REFUSED = GATEWAY + NO_GATEWAY.replace("elsewhere/g", "g").replace("apiVersion", "---\napiVersion", 1).replace(
    "host: a}", "host: ''}"
)


def run(tmp_path: Path, text: str, *arguments: str) -> int:
    (tmp_path / "in.yaml").write_text(text, "utf-8")
    return main(["convert", "--lang", "en", str(tmp_path / "in.yaml"), *arguments])


def test_says_why_nothing_is_converted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path, NO_GATEWAY) == 1
    printed = capsys.readouterr()
    assert printed.out == NO_GATEWAY
    assert "in.yaml:6:13: to do: spec.gateways: not converted" in printed.err


def test_names_what_validation_refuses(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(tmp_path, REFUSED)
    assert "Istio's validation refuses it" in capsys.readouterr().err


def test_names_what_a_cluster_would_not_take(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path, GATEWAY.replace("a.example.com", "A.EXAMPLE.COM")) == 1
    assert 'refused: Gateway default/g: spec.listeners[0].hostname: "A.EXAMPLE.COM"' in capsys.readouterr().err


ANY_NAME = """\
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: g, namespace: default}
spec:
  selector: {istio: ingressgateway}
  servers:
  - {port: {number: 443, name: tls, protocol: TLS}, hosts: ["*"], tls: {mode: PASSTHROUGH}}
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: v, namespace: default}
spec:
  hosts: ["*"]
  gateways: [g]
  tls:
  - match: [{port: 443, sniHosts: ["*"]}]
    route: [{destination: {host: a, port: {number: 443}}}]
"""


def test_names_a_tls_route_for_every_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(tmp_path, ANY_NAME)
    assert "in.yaml:16:35: no equivalent: spec.tls[0].match[0].sniHosts" in capsys.readouterr().err


REWRITING = """\
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: v, namespace: default}
spec:
  hosts: [a.example.com]
  gateways: [g]
  http:
  - name: one
    match: [{uri: {prefix: /a}}, {uri: {prefix: /b}}]
    rewrite: {uri: /}
    route: [{destination: {host: a, port: {number: 80}}}]
"""


def test_makes_a_rule_for_each_prefix_that_is_replaced(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(tmp_path, f"{GATEWAY}---\n{REWRITING}", "-o", "json")
    printed = capsys.readouterr()
    made = json.loads(printed.out)["items"]
    rules = next(one["spec"]["rules"] for one in made if one["kind"] == "HTTPRoute")
    assert [(rule["name"], rule["matches"][0]["path"]["value"]) for rule in rules] == [("one", "/a"), ("one-2", "/b")]
    assert "changed: spec.http[0].rewrite.uri: a prefix is replaced as whole segments: /a/x becomes /x" in printed.err


@pytest.mark.parametrize("text", ["a: [", "kind: Gateway\n", "- 1\n", "\x00"])
def test_refuses_what_is_no_object(tmp_path: Path, text: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path, text) == 2
    printed = capsys.readouterr()
    assert not printed.out
    assert "in.yaml" in printed.err


def test_refuses_files_that_are_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["convert", "--lang", "en", "nowhere.yaml"]) == 2
    assert main(["convert", "--lang", "en"]) == 2
    assert "nowhere.yaml" in capsys.readouterr().err


def test_writes_a_list_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(tmp_path, GATEWAY, "-o", "json")
    [gateway] = json.loads(capsys.readouterr().out)["items"]
    assert gateway["spec"]["gatewayClassName"] == "istio"


FIELDS = [
    "http",
    "match",
    "uri",
    "prefix",
    "exact",
    "regex",
    "headers",
    "route",
    "destination",
    "host",
    "port",
    "number",
    "name",
    "hosts",
    "gateways",
    "servers",
    "tls",
    "mode",
    "credentialName",
    "protocol",
    "weight",
    "redirect",
    "rewrite",
    "mirror",
    "corsPolicy",
    "rules",
    "paths",
    "path",
    "pathType",
    "backend",
    "service",
    "secretName",
    "subset",
    "delegate",
    "fault",
    "timeout",
    "sniHosts",
    "selector",
    "defaultBackend",
]

junk = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-1, 99999)
    | st.sampled_from(["", "*", "a", "a.b", "/x", "1s", "istio", "["]),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(
            st.sampled_from(FIELDS),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(gateway=junk, rules=junk, ingress=junk)
@settings(max_examples=150)
def test_survives_anything(gateway: Any, rules: Any, ingress: Any) -> None:
    metadata = {"name": "x", "namespace": "default", "annotations": {"kubernetes.io/ingress.class": "istio"}}
    contents = [
        {"apiVersion": "networking.istio.io/v1", "kind": "Gateway", "metadata": metadata, "spec": gateway},
        {
            "apiVersion": "networking.istio.io/v1",
            "kind": "VirtualService",
            "metadata": metadata,
            "spec": {"hosts": ["a.example.com"], "gateways": ["g"], "http": rules},
        },
        {"apiVersion": "networking.k8s.io/v1", "kind": "Ingress", "metadata": metadata, "spec": ingress},
    ]
    own = load_text("\n---\n".join([GATEWAY, *map(json.dumps, contents)]), "x.yaml").resources
    conversion = convert(own)
    assert as_documents(conversion.pieces)
    assert report(conversion, compare(conversion, own), "ko")
