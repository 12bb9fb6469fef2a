"""What snippet-check.yaml says, and what it may not say."""

from __future__ import annotations

import pytest

from snippet_check.analyze.elsewhere import misses_something
from snippet_check.analyze.run import Options, entries
from snippet_check.analyze.settings import Settings
from snippet_check.analyze.settings_file import SettingsError, read_settings
from snippet_check.diagnostics import message_type
from snippet_check.load import load_text

ROUTE = """
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: reviews, namespace: default}
spec:
  hosts: [reviews.example.com]
  gateways: [istio-system/public]
  http:
  - route:
    - destination: {host: reviews.corp.example.com}
"""


GATEWAY = """
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: edge, namespace: default}
spec:
  gatewayClassName: istio
  listeners: [{name: a, port: 443, protocol: HTTPS, tls: {certificateRefs: [{name: shop-tls}]}}]
"""


def codes(settings: str, text: str = ROUTE) -> list[str]:
    decided = read_settings(settings, "snippet-check.yaml")
    return [entry.finding.code for entry in entries(load_text(text), Options(settings=decided))]


def test_nothing_is_decided_by_an_empty_file() -> None:
    assert read_settings("# later\n", "snippet-check.yaml") == Settings()


def test_a_host_that_lives_elsewhere_is_not_missed() -> None:
    assert codes("") == ["IST0101", "IST0132", "IST0101"]
    assert codes("elsewhere: {hosts: ['*.corp.example.com']}") == ["IST0101", "IST0132"]
    assert codes("elsewhere: {hosts: ['*'], gateways: [istio-system/*]}") == []


def test_a_secret_that_lives_elsewhere_is_not_missed() -> None:
    assert codes("", GATEWAY) == ["SC0252"]
    assert codes("elsewhere: {secrets: ['*-tls']}", GATEWAY) == []


def test_what_lives_elsewhere_is_known_by_its_full_name_too() -> None:
    short = ROUTE.replace("reviews.corp.example.com", "reviews").replace("istio-system/public", "public")
    decided = read_settings("elsewhere: {hosts: ['*.default.svc.cluster.local'], gateways: [default/*]}", "s.yaml")
    assert not entries(load_text(short), Options(settings=decided))
    route = """
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: a, namespace: default}
spec: {parentRefs: [{name: a}], rules: [{backendRefs: [{name: reviews, port: 80}]}]}
"""
    assert not entries(load_text(route), Options(settings=decided))


def test_what_is_true_of_the_files_at_hand_only_is_known() -> None:
    delegate = "apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: a}\nspec: {http: [{%s}]}\n"
    root = delegate.replace("spec: {", "spec: {hosts: [a.b], ") % "delegate: {name: b}"
    found = {
        entry.finding.code: entry.finding
        for text in (delegate % "redirect: {uri: /}", root)
        for entry in entries(load_text(text), Options())
    }
    assert {code: misses_something(finding) for code, finding in found.items()} == {"SC0205": True, "SC0204": True}
    assert not misses_something(message_type("SC0201").at(found["SC0204"].where, weight=1))


def test_a_code_is_accepted_for_the_objects_it_names() -> None:
    accepted = "suppress: [{code: IST0101, origin: VirtualService default/*, reason: soon}]"
    assert codes(accepted) == ["IST0132"]


def test_an_acceptance_of_nothing_is_a_finding() -> None:
    accepted = "suppress: [{code: IST0101, origin: VirtualService prod/*, reason: soon}]"
    assert "SC0401" in codes(accepted)


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        ("suppress:\n- code: IST0101", 2, "missing"),
        ("elsewhere:\n  host: [a]", 2, "unknown"),
        ("elsewhere: [a]", 1, "mapping"),
        ("elsewhere:\n  hosts: a", 2, "list"),
        ("worlds:\n- [a]", 2, "text"),
    ],
)
def test_says_where_and_what_is_wrong(text: str, line: int, problem: str) -> None:
    with pytest.raises(SettingsError) as caught:
        read_settings(text, "snippet-check.yaml")
    assert (caught.value.place.span.start.line, caught.value.problem) == (line, problem)
