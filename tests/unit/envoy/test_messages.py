"""How two messages of Envoy's API become one: what an EnvoyFilter's MERGE can do, and what it cannot."""

from __future__ import annotations

from typing import Any

import pytest

from snippet_check.envoy.messages import canonical, merged, merged_any

CLUSTER = "envoy.config.cluster.v3.Cluster"
ROUTE = "envoy.config.route.v3.Route"
LUA = "type.googleapis.com/envoy.extensions.filters.http.lua.v3.Lua"
CORS = "type.googleapis.com/envoy.extensions.filters.http.cors.v3.Cors"

CANONICAL = [
    (CLUSTER, {"connectTimeout": "1500ms", "lbPolicy": "RANDOM"}, {"lb_policy": "RANDOM", "connect_timeout": "1.5s"}),
    (CLUSTER, {"lb_policy": 5}, {"lb_policy": "MAGLEV"}),
    (CLUSTER, {"lb_policy": "ROUND_ROBIN", "name": "", "no_such_field": 1}, {}),
    (CLUSTER, {"maglev_lb_config": {"table_size": 11}}, {"maglev_lb_config": {"table_size": "11"}}),
    (ROUTE, {"match": {"prefix": ""}}, {"match": {"prefix": ""}}),
]


@pytest.mark.parametrize(("message", "written", "read"), CANONICAL)
def test_one_form_for_what_means_the_same(message: str, written: dict[str, Any], read: dict[str, Any]) -> None:
    assert canonical(written, message) == read


MERGED = [
    # A scalar is replaced, but nobody can set one to its zero: there is no telling it from one that is not set.
    (CLUSTER, {"lb_policy": "RANDOM"}, {"lb_policy": "MAGLEV"}, {"lb_policy": "MAGLEV"}),
    (CLUSTER, {"lb_policy": "RANDOM"}, {"lb_policy": "ROUND_ROBIN"}, {"lb_policy": "RANDOM"}),
    (CLUSTER, {"connect_timeout": "1s"}, {"connect_timeout": "0s"}, {"connect_timeout": "0s"}),
    # Messages are merged field by field, a list grows.
    (
        CLUSTER,
        {"circuit_breakers": {"thresholds": [{"max_retries": 1}]}},
        {"circuit_breakers": {"thresholds": [{"max_retries": 2}]}},
        {"circuit_breakers": {"thresholds": [{"max_retries": 1}, {"max_retries": 2}]}},
    ),
    # A wrapper that is there already keeps its number when zero is merged into it.
    (
        CLUSTER,
        {"outlier_detection": {"consecutive_5xx": 3}},
        {"outlier_detection": {"consecutive_5xx": 0, "max_ejection_percent": 0}},
        {"outlier_detection": {"consecutive_5xx": 3, "max_ejection_percent": 0}},
    ),
    # Of fields that exclude each other the merged one stays.
    (
        ROUTE,
        {"redirect": {"host_redirect": "a"}},
        {"direct_response": {"status": 200}},
        {"direct_response": {"status": 200}},
    ),
    (ROUTE, {"route": {"cluster": "a"}}, {"route": {"timeout": "1s"}}, {"route": {"cluster": "a", "timeout": "1s"}}),
    # Of a map the entries are replaced.
    (
        ROUTE,
        {"typed_per_filter_config": {"a": {"@type": LUA, "source_code": {"filename": "x"}}}},
        {"typed_per_filter_config": {"a": {"@type": CORS}}},
        {"typed_per_filter_config": {"a": {"@type": CORS}}},
    ),
]


@pytest.mark.parametrize(("message", "base", "patch", "result"), MERGED)
def test_a_patch_is_merged(message: str, base: dict[str, Any], patch: dict[str, Any], result: dict[str, Any]) -> None:
    before = canonical(base, message)
    assert merged(before, canonical(patch, message), message) == canonical(result, message)
    assert before == canonical(base, message), "the base is not touched"


def test_configurations_of_different_types_do_not_merge() -> None:
    assert merged_any({"@type": LUA}, {"@type": CORS}) is None
