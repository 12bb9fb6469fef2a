import io
import json
import sys
from pathlib import Path

import pytest

from snippet_check.cli import commands, language_of, main

MIRRORING = Path(__file__).parents[3] / "snippets/traffic/mirroring.yaml"
RULE = """\
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: a, namespace: default}
spec:
  host: a.com
  trafficPolicy: {tls: {mode: SIMPLE, caCertificates: ""}}
"""
BROKEN = (
    RULE + "---\napiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata: {name: b}\nspec: {host: [1]}\n"
)


@pytest.fixture(autouse=True)
def _here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "rule.yaml").write_text(RULE)
    (tmp_path / "broken.yaml").write_text(BROKEN)
    (tmp_path / "empty.yaml").write_text("")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ("empty.yaml", 0),
        ("rule.yaml", 0),
        ("rule.yaml -o json", 0),
        ("rule.yaml --failure-threshold warning", 1),
        ("rule.yaml --failure-threshold warning -o json", 1),
        ("rule.yaml --failure-threshold warning --output-threshold error", 1),
        ("rule.yaml --failure-threshold warning -S IST0128=* -S IST0174=*", 0),
        ("rule.yaml --failure-threshold warning --namespace=other", 0),
        ("broken.yaml", 1),
        ("--as files broken.yaml", 2),
        ("--as files broken.yaml --ignore-unknown", 0),
        ("nowhere.yaml", 2),
        ("", 2),
        ("rule.yaml -o xml", 2),
        ("rule.yaml --bogus", 2),
        ("rule.yaml --failure-threshold never", 2),
        ("rule.yaml -S IST0128", 2),
        ("rule.yaml --istio 1.29", 2),
        ("rule.yaml --meshConfigFile nowhere.yaml", 2),
    ],
)
def test_analyze_exits_alike_in_every_format(arguments, code):
    assert main(["analyze", *arguments.split()]) == code


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ("rule.yaml", 0),
        ("rule.yaml --failure-threshold Warning", 79),
        ("rule.yaml --failure-threshold Warning --output-threshold Error", 79),
        ("rule.yaml --failure-threshold Warning -o json", 0),
        ("broken.yaml", 65),
        ("broken.yaml --ignore-unknown", 0),
        ("broken.yaml --ignore-unknown=false", 65),
        ("broken.yaml -o yaml", 0),
        ("broken.yaml --failure-threshold Warning", 79),
        ("", 0),
        ("-R rule.yaml", 0),
        ("-L", 0),
        ("nowhere.yaml", 1),
        ("rule.yaml -S IST0128", 1),
        ("rule.yaml -o xml", 64),
        ("rule.yaml -o text", 64),
        ("rule.yaml --kubeclient-timeout 5s --vklog 1 -o log", 0),
        ("rule.yaml --bogus", 64),
        ("rule.yaml --output-threshold never", 64),
        ("rule.yaml --meshConfigFile nowhere.yaml", 0),
        ("-Av --use-kube=false -i istio-system --timeout 1s rule.yaml", 0),
    ],
)
def test_as_istioctl_exits_as_istioctl(arguments, code):
    assert main(["analyze", "--as", "istioctl", *arguments.split()]) == code


def test_where_no_name_is_an_analyzers_all_of_them_run(capsys):
    for names in (["--analyzer", ""], ["--analyzer", "nobody"], []):
        main(["analyze", "--as", "istioctl", "-o", "json", *names, "rule.yaml"])
        assert [row["code"] for row in json.loads(capsys.readouterr().out)] == ["IST0128"]


def test_istioctls_own_shape(capsys):
    main(["analyze", "--as=istioctl", "-ojson", "rule.yaml"])
    captured = capsys.readouterr()
    [row] = json.loads(captured.out)
    assert captured.out.replace(row["message"].replace('"', '\\"'), "…").splitlines() == [
        "[",
        "\t{",
        '\t\t"code": "IST0128",',
        '\t\t"documentationUrl": '
        '"https://istio.io/v1.30/docs/reference/config/analysis/ist0128/?ref=istioctl-analyze",',
        '\t\t"level": "Warning",',
        '\t\t"message": "…",',
        '\t\t"origin": "DestinationRule default/a",',
        '\t\t"reference": "rule.yaml:6"',
        "\t}",
        "]",
    ]
    assert captured.err == ""


def test_stdout_holds_the_findings_and_nothing_else(capsys):
    main(["analyze", "--as", "istioctl", "-v", "-o", "json", "broken.yaml"])
    captured = capsys.readouterr()
    assert captured.out.startswith("[\n")
    assert "broken.yaml[1]" in captured.err
    assert "virtualservice.DestinationHostAnalyzer" in captured.err


@pytest.mark.parametrize("language", ["en", "ko"])
def test_what_cannot_be_read_is_named(capsys, language):
    main(["--lang", language, "analyze", "nowhere.yaml"])
    assert "nowhere.yaml" in capsys.readouterr().err


def test_the_locale_chooses_the_language_unless_somebody_does(monkeypatch, capsys):
    monkeypatch.setenv("LANG", "ko_KR.UTF-8")
    main(["explain", "IST0128"])
    assert "부터 있다" in capsys.readouterr().out
    main(["explain", "IST0128", "--lang=en"])
    assert "In Istio since" in capsys.readouterr().out
    assert language_of({"LANG": "ko_KR.UTF-8", "LC_ALL": "C"}) == "en"


def test_explain_names_the_eyes_and_the_versions(capsys):
    assert main(["explain", "ist0162"]) == 0
    shown = capsys.readouterr().out
    assert "1.20" in shown
    assert "cluster | files" in shown
    assert main(["explain", "IST9999"]) == 2


@pytest.mark.parametrize("command", commands())
def test_every_command_helps_in_both_languages(command, capsys):
    for language in ("en", "ko"):
        with pytest.raises(SystemExit) as stopped:
            main([command, "--lang", language, "--help"])
        assert stopped.value.code == 0
        assert command in capsys.readouterr().out


@pytest.mark.parametrize("language", ["ko", "en"])
def test_verify_names_the_package_that_it_lacks(language, monkeypatch, capsys):
    for module in [name for name in sys.modules if name.startswith(("snippet_check.verify", "snippet_check.cli._v"))]:
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.setitem(sys.modules, "envoy", None)
    assert main(["simulate", str(MIRRORING), "--verify", "--lang", language]) == 2
    printed = capsys.readouterr()
    assert (printed.out, "envoy" in printed.err, "snippet-check[verify]" in printed.err) == ("", True, True)


@pytest.mark.parametrize(("flags", "said"), [([], "handshake fails"), (["--certificate"], "404")])
def test_a_call_from_the_command_line_can_show_a_certificate(
    flags: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edge = tmp_path / "edge.yaml"
    edge.write_text("""\
apiVersion: v1
kind: Service
metadata: {name: istio-ingressgateway, namespace: istio-system}
spec: {selector: {istio: ingressgateway}, ports: [{name: https, port: 443}]}
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: edge, namespace: istio-system}
spec:
  selector: {istio: ingressgateway}
  servers:
  - port: {number: 443, name: https, protocol: HTTPS}
    hosts: ["*"]
    tls: {mode: ISTIO_MUTUAL}
""")
    assert main(["simulate", str(edge), "--url", "https://a.example.com/", *flags, "--lang", "en"]) == 0
    assert said in capsys.readouterr().out


@pytest.mark.parametrize(
    "command",
    [
        ["simulate", str(MIRRORING)],
        ["proxy-config", "all", "--from", "sleep.default", str(MIRRORING)],
        ["analyze", "broken.yaml"],
        ["ports"],
        ["mesh-config"],
        ["explain", "IST0101"],
        ["check", "broken.yaml"],
    ],
    ids=lambda command: command[0],
)
def test_whoever_has_seen_enough_is_not_an_error(command, monkeypatch, capsys, tmp_path):
    class Closed(io.TextIOWrapper):
        def write(self, text):
            raise BrokenPipeError

    with (tmp_path / "pipe").open("wb") as pipe:
        monkeypatch.setattr(sys, "stdout", Closed(pipe))
        assert main(command) == 0
        assert capsys.readouterr().err == ""
