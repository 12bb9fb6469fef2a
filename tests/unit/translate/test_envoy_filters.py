"""Which EnvoyFilters count for a proxy and in which order, and where their patches put things."""

from __future__ import annotations

from typing import Any

import pytest

from snippet_check.envoy.as_json.listener import listener_as_json
from snippet_check.load import load_text
from snippet_check.mesh.mesh import Mesh
from snippet_check.mesh.proxy import Proxy
from snippet_check.translate import translate
from snippet_check.translate.envoy_filters.lists import with_inserted, with_replaced
from snippet_check.translate.envoy_filters.patches import Patch, patches

ENVOY_FILTER = """\
apiVersion: networking.istio.io/v1alpha3
kind: EnvoyFilter
metadata: {{name: {name}, namespace: {namespace}, creationTimestamp: "{created}"}}
spec: {{{more}configPatches: [{{applyTo: CLUSTER, {match}patch: {{operation: MERGE, value: {{name: {name}}}}}}}]}}
"""
PROXY = Proxy(labels={"app": "shop"}, metadata={"ROLE": "shop"})


def envoy_filter(name: str, namespace: str = "default", year: int = 2024, more: str = "", match: str = "") -> str:
    return ENVOY_FILTER.format(
        name=name, namespace=namespace, created=f"{year}-01-01T00:00:00Z", more=more, match=match
    )


def order(*written: str, proxy: Proxy = PROXY) -> list[str]:
    mesh = Mesh(load_text("---\n".join(written)).resources)
    return [patch.value["name"] for patch in patches(mesh, proxy).get("CLUSTER", ())]


def test_the_root_namespace_comes_first_then_the_older_then_by_name() -> None:
    own = [envoy_filter("b"), envoy_filter("a"), envoy_filter("older", year=2020)]
    assert order(*own, envoy_filter("root", "istio-system", 2025)) == ["root", "older", "a", "b"]


def test_a_low_priority_number_comes_before_all() -> None:
    assert order(envoy_filter("root", "istio-system"), envoy_filter("early", more="priority: -1, ")) == [
        "early",
        "root",
    ]


def test_other_namespaces_do_not_count() -> None:
    assert order(envoy_filter("a", "other")) == []


SELECTIONS = [
    ("workloadSelector: {labels: {app: shop}}, ", "", True),
    ("workloadSelector: {labels: {app: bank}}, ", "", False),
    ("targetRefs: [{group: gateway.networking.k8s.io, kind: Gateway, name: shop}], ", "", False),
    ("", 'match: {proxy: {proxyVersion: "^1\\\\.30"}}, ', True),
    ("", 'match: {proxy: {proxyVersion: "^1\\\\.2"}}, ', False),
    ("", "match: {proxy: {metadata: {ROLE: shop}}}, ", True),
    ("", "match: {proxy: {metadata: {ROLE: bank}}}, ", False),
]


@pytest.mark.parametrize(("more", "match", "counts"), SELECTIONS)
def test_who_is_selected(more: str, match: str, counts: bool) -> None:
    assert order(envoy_filter("a", more=more, match=match)) == ["a"] * counts


def patch(operation: str) -> Patch:
    return Patch("ANY", operation, {}, {}, load_text(envoy_filter("a")).resources[0].at())


INSERTIONS = [
    ("ADD", None, "abcN"),
    ("ADD", "b", "abcN"),
    ("INSERT_FIRST", None, "Nabc"),
    ("INSERT_FIRST", "b", "Nabc"),
    ("INSERT_BEFORE", None, "Nabc"),
    ("INSERT_BEFORE", "b", "aNbc"),
    ("INSERT_AFTER", None, "abcN"),
    ("INSERT_AFTER", "b", "abNc"),
    ("INSERT_AFTER", "x", "abc"),
    ("MERGE", "b", "abc"),
]


@pytest.mark.parametrize(("operation", "named", "result"), INSERTIONS)
def test_insertions(operation: str, named: str | None, result: str) -> None:
    is_named: Any = None if named is None else named.__eq__
    assert "".join(with_inserted("abc", patch(operation), lambda: "N", is_named)) == result


@pytest.mark.parametrize(
    ("operation", "named", "result"),
    [("REPLACE", "b", "aNcb"), ("REMOVE", "b", "ac"), ("REPLACE", None, "abcb"), ("REMOVE", None, "abcb")],
)
def test_the_first_is_replaced_and_all_are_removed(operation: str, named: str | None, result: str) -> None:
    is_named: Any = None if named is None else named.__eq__
    assert "".join(with_replaced("abcb", patch(operation), lambda: "N", is_named)) == result


GATEWAY = """\
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: edge, namespace: istio-system}
spec:
  selector: {istio: ingressgateway}
  servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ["*"]}]
---
apiVersion: networking.istio.io/v1alpha3
kind: EnvoyFilter
metadata: {name: late, namespace: istio-system}
spec:
  configPatches:
  - applyTo: LISTENER
    patch: {operation: ADD, value: {name: added, address: {socket_address: {address: 0.0.0.0, port_value: 9}}}}
  - applyTo: HTTP_FILTER
    match: {context: GATEWAY%s}
    patch:
      operation: MERGE
      value:
        name: envoy.filters.http.router
        typed_config:
          "@type": type.googleapis.com/envoy.extensions.filters.http.router.v3.Router
          suppress_envoy_headers: true
"""
ROUTER = ", listener: {filterChain: {filter: {name: %s, subFilter: {name: envoy.filters.http.router}}}}"


@pytest.mark.parametrize(
    ("match", "names"),
    [(ROUTER % "envoy.filters.network.http_connection_manager", ["0.0.0.0_80", "added"]), ("", ["0.0.0.0_80"])],
)
def test_a_merge_into_a_filter_of_another_type_ends_all_patching_of_listeners(match: str, names: list[str]) -> None:
    mesh = Mesh(load_text(GATEWAY % match).resources)
    snapshot = translate(mesh, Proxy("router", namespace="istio-system", labels={"istio": "ingressgateway"}))
    assert [listener.name for listener in snapshot.listeners] == names
    assert ("suppress_envoy_headers" in str(listener_as_json(snapshot.listeners[0]))) == (len(names) == 2)
