from pathlib import Path

import pytest

from snippet_check.analyze.run import Options, analyze_files, select
from snippet_check.eyes import Eyes

FILE = """\
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata:
  name: b
spec:
  host: b.com
  trafficPolicy:
    tls:
      mode: SIMPLE
      caCertificates: ""
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: a, namespace: shop}
spec:
  hosts: [a_b]
  http: [{route: [{destination: {host: nobody}}], timeout: 0s, retries: {attempts: 1, perTryTimeout: 0s}}]
"""


GATEWAY = """\
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: shop, namespace: default}
spec:
  selector: {istio: ingressgateway}
  servers:
  - {port: {number: 80, name: http, protocol: HTTP}, hosts: [a.com]}
"""


@pytest.fixture
def path(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("f.yaml").write_text(FILE)
    return "f.yaml"


def shown(path, **options):
    entries = analyze_files([path], Options(**options)).entries
    return [(entry.finding.code, entry.finding.origin, entry.reference) for entry in entries]


def test_istioctl_sees_what_needs_no_cluster_in_its_own_order_and_lines(path):
    assert shown(path, eyes=Eyes.ISTIOCTL) == [
        ("IST0106", "VirtualService shop/a", "f.yaml:13"),
        ("IST0106", "VirtualService shop/a", "f.yaml:13"),
        ("IST0128", "DestinationRule default/b", "f.yaml:12"),
    ]


def test_files_are_seen_by_every_analyzer(path):
    assert ("IST0101", "VirtualService shop/a", "f.yaml:18") in shown(path, eyes=Eyes.FILES)
    assert ("IST0174", "DestinationRule default/b", "f.yaml:2") in shown(path, eyes=Eyes.FILES)


def test_a_cluster_shows_each_place_where_it_is_in_the_order_of_the_file(path):
    found = shown(path)
    lines = [int(reference.rpartition(":")[2]) for _, _, reference in found]
    assert ("IST0128", "DestinationRule default/b", "f.yaml:10") in found
    assert [code for code, _, reference in found if reference == "f.yaml:18"].count("IST0106") == 2
    assert lines == sorted(lines)


def test_a_namespace_filters_what_is_shown_and_not_what_is_seen(path):
    assert {origin for _, origin, _ in shown(path, shown="shop")} == {"VirtualService shop/a"}


def test_objects_are_left_in_no_namespace_when_asked(path):
    found = shown(path, eyes=Eyes.ISTIOCTL, namespace="", shown=None)
    assert ("IST0128", "DestinationRule b", "f.yaml:12") in found


def test_names_that_nobody_knows_select_every_analyzer():
    assert select({"no.such.Analyzer"}, Eyes.FILES) is None
    [only] = select({"no.such.Analyzer", "gateway.SecretAnalyzer"}, Eyes.FILES)
    assert only.inputs == {"Gateway", "Pod", "Secret"}


def test_kinds_that_the_selected_analyzers_do_not_read_are_not_there(path):
    found = shown(path, eyes=Eyes.ISTIOCTL, analyzers=frozenset({"destinationrule.CaCertificateAnalyzer"}))
    assert found == [("IST0128", "DestinationRule default/b", "f.yaml:12")]


@pytest.mark.parametrize(("mode", "missing"), [("STRICT", False), ("OFF", True)])
def test_the_ingress_gateway_is_taken_for_granted_unless_switched_off(tmp_path, mode, missing):
    gateway = tmp_path / "gateway.yaml"
    gateway.write_text(GATEWAY)
    for eyes in (Eyes.FILES, Eyes.CLUSTER):
        report = analyze_files([str(gateway)], Options(eyes, mesh_config={"ingressControllerMode": mode}))
        assert bool(report.entries) is missing


def test_the_ingress_gateway_stands_where_istio_writes_it(tmp_path):
    namespace = tmp_path / "namespace.yaml"
    namespace.write_text(
        "apiVersion: v1\nkind: Namespace\nmetadata: {name: mesh, labels: {istio-injection: enabled}}\n"
    )
    found = shown(str(namespace), eyes=Eyes.FILES, istio_namespace="mesh")
    assert found == [("IST0103", "Pod mesh/istio-ingressgateway-dummypod", "internal-ingress:2")]


def test_namespaces_that_are_only_named_are_nobodys_fault(tmp_path):
    rule = tmp_path / "rule.yaml"
    rule.write_text(
        "{apiVersion: networking.istio.io/v1, kind: Sidecar, metadata: {name: s, namespace: shop}, "
        "spec: {egress: [{hosts: ['./*']}]}}"
    )
    assert analyze_files([str(rule)], Options()).entries == ()


def test_annotations_are_told_of_in_the_order_in_which_they_are_written(tmp_path):
    names = [
        f"sidecar.istio.io/{name}"
        for name in ("userVolume", "statsInclusionRegexps", "discoveryAddress", "bootstrapOverride")
    ]
    text = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n  annotations:\n"
    file = tmp_path / "pod.yaml"
    file.write_text(text + "".join(f"    {name}: a\n" for name in names))
    options = Options(Eyes.FILES, analyzers=frozenset(("annotations.AlphaAnalyzer",)))
    assert [
        dict(entry.finding.arguments)["annotation"] for entry in analyze_files([str(file)], options).entries
    ] == names
