"""The order of a VirtualService's rules outlives the conversion, though an HTTPRoute is sorted."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from snippet_check.convert import compare, convert
from snippet_check.load import load_text
from snippet_check.resource import Resource

GATEWAY = {
    "apiVersion": "networking.istio.io/v1",
    "kind": "Gateway",
    "metadata": {"name": "g", "namespace": "default"},
    "spec": {
        "selector": {"istio": "ingressgateway"},
        "servers": [{"port": {"number": 80, "name": "http", "protocol": "HTTP"}, "hosts": ["a.example.com"]}],
    },
}

paths = st.sampled_from(
    [{"prefix": "/"}, {"prefix": "/a"}, {"prefix": "/a/b"}, {"exact": "/a"}, {"exact": "/a/b"}, {"prefix": "/c"}]
)
matches = st.fixed_dictionaries(
    {},
    optional={
        "uri": paths,
        "method": st.sampled_from([{"exact": "GET"}, {"exact": "POST"}]),
        "headers": st.dictionaries(st.sampled_from(["x", "y"]), st.sampled_from([{"exact": "1"}, {"exact": "2"}])),
    },
).filter(bool)


def rules(number: int, match: list[Any]) -> dict[str, Any]:
    return {"match": match, "route": [{"destination": {"host": f"s{number}", "port": {"number": 80}}}]}


def virtual_service(http: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "apiVersion": "networking.istio.io/v1",
        "kind": "VirtualService",
        "metadata": {"name": "v", "namespace": "default"},
        "spec": {"hosts": ["a.example.com"], "gateways": ["g"], "http": http},
    }


def loaded(*contents: dict[str, Any]) -> tuple[Resource, ...]:
    return load_text("\n---\n".join(map(json.dumps, contents)), "v.yaml").resources


@given(st.lists(st.lists(matches, min_size=1, max_size=2), min_size=1, max_size=4))
@settings(max_examples=60)
def test_every_call_goes_the_same_way_unless_the_order_is_said_to_change(written: list[list[Any]]) -> None:
    own = loaded(GATEWAY, virtual_service([rules(number, match) for number, match in enumerate(written)]))
    conversion = convert(own)
    assert not compare(conversion, own).differences or "order" in {note.key for note in conversion.notes}


def test_the_requests_that_two_rules_take_stay_with_the_first() -> None:
    header = {"headers": {"x": {"exact": "1"}}}
    own = loaded(GATEWAY, virtual_service([rules(0, [header]), rules(1, [{"uri": {"prefix": "/a"}}])]))
    [route] = [one for one in convert(own).made if one.content["kind"] == "HTTPRoute"]
    [first, _] = route.content["spec"]["rules"]
    path = {"type": "PathPrefix", "value": "/a"}
    named = [{"name": "x", "value": "1"}]
    assert [{"headers": named}, {"path": path, "headers": named}] == first["matches"]
