"""Files of calls: who calls, what came of it, and what is said where it is not what was expected."""

from __future__ import annotations

import pytest

from snippet_check.load import load_text
from snippet_check.simulate.calls import Run, read_calls, run_calls, unmet_expectations
from snippet_check.simulate.calls.url import parse_url

WORLD = """
apiVersion: v1
kind: Namespace
metadata: {name: default, labels: {istio-injection: enabled}}
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: default}
spec: {selector: {app: web}, ports: [{name: http, port: 80, targetPort: 8080}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web-v1, namespace: default}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: c, image: x}]}
---
apiVersion: v1
kind: Pod
metadata: {name: sleep, namespace: default}
spec: {containers: [{name: c, image: x}]}
---
apiVersion: v1
kind: Pod
metadata: {name: bare, namespace: legacy}
spec: {containers: [{name: c, image: x}]}
"""


def run(calls: str, more: str = "") -> Run:
    return run_calls(read_calls(calls, "x.calls.yaml"), load_text(WORLD + more, "world.yaml").resources)


def findings(calls: str) -> list[str]:
    ran = run(calls)
    found = [*ran.problems, *unmet_expectations(ran.outcomes)]
    return [f"{one.location().span.start.line} {one.code} {one.text()}" for one in found]


def test_each_expectation_that_is_not_met_is_found_on_its_own_line() -> None:
    found = findings("""\
calls:
- name: home
  from: sleep.default
  url: http://web/
  expect:
    disposition: FORWARDED
    status: 404
    destinations: {v1.web.default: 100}
""")
    assert found == [
        '7 SC0301 The call "home" came out otherwise: status is "200"',
        '8 SC0301 The call "home" came out otherwise: destinations is "web.default: 100"',
    ]


@pytest.mark.parametrize(
    "name",
    ["web.default", "web.default:80", "web.default.svc.cluster.local", "outbound|80||web.default.svc.cluster.local"],
)
def test_a_destination_goes_by_every_name_it_has(name: str) -> None:
    expect = f"{{destinations: {{'{name}': 100}}}}"
    assert findings(f"calls: [{{from: sleep.default, url: 'http://web/', expect: {expect}}}]") == []


def test_the_caller_decides_which_proxy_a_call_meets() -> None:
    ran = run("""\
calls:
- {from: sleep.default, url: "http://web/"}
- {from: bare.legacy, url: "http://web.default/"}
- {from: outside, url: "http://web/"}
- {from: web-v1.default, url: "http://web/"}
""")
    assert ran.problems == ()
    met = [
        (one.way.proxy.name.startswith("web-v1-"), one.result.call.mode, one.result.call.port) for one in ran.outcomes
    ]
    assert met == [(False, "outbound", 80), (True, "inbound", 8080), (True, "inbound", 8080), (True, "outbound", 80)]


@pytest.mark.parametrize(
    ("call", "code"),
    [
        ("{from: nobody.default, url: 'http://web/'}", "SC0304"),
        ("{from: 'gateway:nobody.default', url: 'http://web/'}", "SC0304"),
        ("{from: sleep.default, url: 'ftp://web/'}", "SC0303"),
        ("{from: sleep.default, url: 7}", "SC0303"),
        ("{from: sleep.default, url: 'http://web/', expects: {}}", "SC0302"),
        ("{from: sleep.default, url: 'http://web/', expect: {state: 1}}", "SC0302"),
        ("{from: sleep.default, url: 'http://web/', expect: {status: yes}}", "SC0303"),
        ("{from: sleep.default, url: 'http://web/', repeat: 3}", "SC0305"),
        ("{from: sleep.default, url: 'http://nowhere/'}", "SC0306"),
    ],
)
def test_what_cannot_be_read_is_said_and_never_guessed(call: str, code: str) -> None:
    assert code in " ".join(findings(f"calls: [{call}]"))


def test_a_resource_that_is_not_translated_is_named() -> None:
    policy = """
---
apiVersion: extensions.istio.io/v1alpha1
kind: WasmPlugin
metadata: {name: deny, namespace: default}
spec: {url: "oci://example.com/filter:1"}
"""
    ran = run("calls: []", policy)
    assert [(one.code, one.location().file) for one in ran.problems] == [("SC0307", "world.yaml")]


def test_a_resource_that_the_webhook_refuses_is_not_there() -> None:
    broken = """
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: broken, namespace: default}
spec: {hosts: [web], http: [{}]}
"""
    ran = run("calls: [{from: sleep.default, url: 'http://web/', expect: {status: 200}}]", broken)
    assert [one.resource.name for one in ran.world.refused] == ["broken"]
    assert list(unmet_expectations(ran.outcomes)) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("http://a", ("http", "plaintext", "a", 80, "a", "/")),
        ("http://a:80/x?y#z", ("http", "plaintext", "a", 80, "a", "/x?y")),
        ("http://a:5000/x", ("http", "plaintext", "a", 5000, "a:5000", "/x")),
        ("https://a?q", ("http", "tls", "a", 443, "a", "/?q")),
        ("http://[::1]:81", ("http", "plaintext", "[::1]", 81, "[::1]:81", "/")),
        ("tcp://a:3306", ("tcp", "plaintext", "a", 3306, "a:3306", "/")),
        ("tcp://a", None),
        ("http://a:b", None),
        ("http://a:99999", None),
        ("http://a:²", None),
        ("http://a:" + 5000 * "9", None),
        ("a", None),
    ],
)
def test_urls(text: str, expected: tuple[object, ...] | None) -> None:
    assert parse_url(text) == expected
