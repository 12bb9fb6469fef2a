"""Whatever stands in a field, a proxy gets some configuration."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from snippet_check.complete import complete
from snippet_check.envoy.as_json import snapshot_as_json
from snippet_check.load import load_text
from snippet_check.mesh.mesh import Mesh
from snippet_check.mesh.proxy import Proxy
from snippet_check.render.proxy_config import route_table
from snippet_check.translate import translate

CASES = [
    list(yaml.safe_load_all(yaml.safe_load(path.read_text("utf-8"))["config"]))
    for path in sorted(Path(__file__).parents[2].glob("golden/translate/*.in.yaml"))
]
TEXTS = st.sampled_from(
    ["", "*", "*.a", "a/b", "..", ":", "~", "1.2.3.4", "::1", "5s", "-5s", "%zz", "(((", "unix:///x"]
)
SCALARS = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), TEXTS, st.text(max_size=5))
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(TEXTS, inner, max_size=2))
SIDECAR = Proxy(name="shop-v1", labels={"app": "shop"}, ip="10.244.0.1")
ROUTER = Proxy("router", "gateway", "istio-system", {"istio": "ingressgateway"})


def paths(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The ways to all values within a value."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield (*path, key)
        yield from paths(inner, (*path, key))


@st.composite
def spoiled(draw: st.DrawFn) -> list[Any]:
    """The resources of a case, one to three values of which are something else."""
    resources = copy.deepcopy(draw(st.sampled_from(CASES)))
    for _ in range(draw(st.integers(1, 3))):
        path = draw(
            st.sampled_from([path for path in paths(resources) if path[1:] not in (("apiVersion",), ("kind",))])
        )
        value: Any = resources
        for step in path[:-1]:
            value = value[step]
        value[path[-1]] = draw(VALUES)
    return resources


@settings(max_examples=60)
@given(spoiled())
def test_there_is_an_answer(resources: list[Any]) -> None:
    loaded = load_text(yaml.safe_dump_all(resources)).resources
    for proxy in (SIDECAR, ROUTER):
        snapshot_as_json(translate(Mesh(complete(loaded)), proxy))


SIDECAR_ENDPOINT = """\
apiVersion: networking.istio.io/v1
kind: Sidecar
metadata: {name: odd, namespace: default}
spec: {ingress: [{port: {number: 9080, name: http, protocol: HTTP}, defaultEndpoint: "127.0.0.1:PORT"}]}
"""
ROUTE_NAME = """\
apiVersion: networking.istio.io/v1alpha3
kind: EnvoyFilter
metadata: {name: odd, namespace: default}
spec:
  configPatches:
  - applyTo: LISTENER
    patch:
      operation: ADD
      value:
        name: added
        filter_chains:
        - filters:
          - name: envoy.filters.network.http_connection_manager
            typed_config:
              "@type":
                type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
              rds: {route_config_name: "PORT"}
  - {applyTo: VIRTUAL_HOST, match: {routeConfiguration: {portNumber: 80}}, patch: {operation: REMOVE}}
"""


@pytest.mark.parametrize("text", [SIDECAR_ENDPOINT, ROUTE_NAME], ids=["endpoint", "route"])
@pytest.mark.parametrize("port", ["²", 5000 * "9"], ids=["superscript", "huge"])
def test_a_port_that_only_looks_like_a_number(text: str, port: str) -> None:
    snapshot = translate(Mesh(load_text(text.replace("PORT", port)).resources), SIDECAR)
    snapshot_as_json(snapshot)
    route_table(snapshot)
