"""Which routes calls took."""

from __future__ import annotations

from snippet_check.load import load_text
from snippet_check.simulate.calls import read_calls, run_calls
from snippet_check.simulate.calls.coverage import Coverage, coverage

RESOURCES = """
apiVersion: v1
kind: Service
metadata: {name: reviews, namespace: default}
spec:
  selector: {app: reviews}
  ports: [{name: http, port: 80}]
---
apiVersion: v1
kind: Pod
metadata: {name: reviews, namespace: default, labels: {app: reviews, sidecar.istio.io/inject: "true"}}
spec: {containers: [{name: reviews, image: example/reviews}]}
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: reviews, namespace: default}
spec:
  hosts: [reviews]
  http:
  - match: [{uri: {prefix: /a}}]
    route: [{destination: {host: reviews}}]
  - route: [{destination: {host: reviews}}]
"""


def covered_by(*paths: str) -> Coverage:
    calls = [f"- {{from: reviews.default, url: 'http://reviews{path}'}}" for path in paths]
    resources = load_text(RESOURCES, "routes.yaml").resources
    run = run_calls(read_calls("calls:\n" + "\n".join(calls), "routes.calls.yaml"), resources)
    return coverage(resources, [run])


def test_a_route_that_a_call_took_is_covered() -> None:
    found = covered_by("/a")
    assert found.percent == 50
    assert [place.location().span.start.line for place in found.missed] == [22]


def test_every_route_taken() -> None:
    assert covered_by("/a", "/b").percent == 100


def test_files_without_routes_are_covered() -> None:
    assert coverage([], []).percent == 100
