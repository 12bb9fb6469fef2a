"""Values read as Envoy's messages."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from snippet_check.facts.envoy_types import Field, enum_numbers, fields
from snippet_check.schema.validation.envoy_filter.decoding import first_problem

CLUSTER = "envoy.config.cluster.v3.Cluster"
ANY = "google.protobuf.Any"


def problem(value: Any, message: str = CLUSTER, *, allow_unknown: bool = True) -> tuple[str, object, object] | None:
    found = first_problem(value, message, allow_unknown=allow_unknown)
    return found and (found.check, {k: v for k, v in found.arguments.items() if k != "within"}, found.path)


def test_fields_are_those_of_the_api() -> None:
    known = {field.name: field for field in fields(CLUSTER) or ()}
    assert known["lb_policy"] == Field("lb_policy", f"{CLUSTER}.LbPolicy", is_enum=True)
    assert known["typed_extension_protocol_options"] == Field("typed_extension_protocol_options", ANY, key="string")
    assert known["health_checks"].is_list
    assert known["alt_stat_name"].json_name == "altStatName"
    assert enum_numbers(f"{CLUSTER}.LbPolicy")["MAGLEV"] == 5
    assert fields("envoy.config.cluster.v3.Clusters") is None


@pytest.mark.parametrize(
    "value",
    [
        {"name": "a", "altStatName": None, "connect_timeout": "0.25s"},
        {"per_connection_buffer_limit_bytes": "1024"},
        {"lb_policy": 1, "type": "EDS"},
        {"cleanup_interval": None, "metadata": {"filter_metadata": {"a": {"b": [None, 1.5]}}}},
        {"transport_socket": {"name": "tls", "typed_config": {"@type": "x/google.protobuf.Duration", "value": "1s"}}},
    ],
)
def test_values_that_can_be_read(value: Any) -> None:
    assert problem(value, allow_unknown=False) is None


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ([], ("wrong_type", {"found": "array", "expected": "object"}, ())),
        ({"name": 1}, ("wrong_type", {"found": "number", "expected": "string"}, ("name",))),
        ({"health_checks": {}}, ("wrong_type", {"found": "object", "expected": "list"}, ("health_checks",))),
        (
            {"perConnectionBufferLimitBytes": 1.5},
            ("wrong_type", {"found": "number 1.5", "expected": "uint32"}, ("perConnectionBufferLimitBytes",)),
        ),
        (
            {"per_connection_buffer_limit_bytes": "5.0"},
            ("wrong_type", {"found": "number 5.0", "expected": "uint32"}, ("per_connection_buffer_limit_bytes",)),
        ),
        (
            {"per_connection_buffer_limit_bytes": "many"},
            ("number_text", {"value": "many"}, ("per_connection_buffer_limit_bytes",)),
        ),
        ({"connect_timeout": "5"}, ("duration", {"value": "5"}, ("connect_timeout",))),
        ({"lb_policy": "NONE"}, ("enum", {"value": "NONE", "enum": f"{CLUSTER}.LbPolicy"}, ("lb_policy",))),
    ],
)
def test_values_that_cannot_be_read(value: Any, expected: object) -> None:
    assert problem(value) == expected


@pytest.mark.parametrize(
    ("value", "check"),
    [
        ({}, "any_without_type"),
        ({"@type": 1}, "any_type"),
        ({"@type": "type.googleapis.com/envoy.api.v2.Cluster"}, "any_unresolved"),
        ({"@type": "type.googleapis.com/google.protobuf.Empty"}, "any_without_value"),
        ({"@type": f"type.googleapis.com/{CLUSTER}", "name": []}, "wrong_type"),
    ],
)
def test_typed_values(value: Any, check: str) -> None:
    found = first_problem(value, ANY, allow_unknown=True)
    assert found is not None
    assert found.check == check


def test_what_is_wrong_inside_a_typed_value_says_in_which() -> None:
    inner = {"@type": f"b/{CLUSTER}", "name": 1}
    found = first_problem({"@type": "a/google.protobuf.Any", "value": inner}, ANY, allow_unknown=True)
    assert found is not None
    assert found.arguments["within"] == f" (a/google.protobuf.Any (b/{CLUSTER}))"


def test_an_unknown_field_stops_only_the_strict() -> None:
    assert problem({"names": 1}) is None
    expected = ("unknown_field", {"field": "names", "message": CLUSTER}, ("names",))
    assert problem({"names": 1}, allow_unknown=False) == expected


NAMES = st.sampled_from([field.name for field in fields(CLUSTER) or ()])
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES | st.just("@type"), inner, max_size=3),
    max_leaves=10,
)


@given(st.dictionaries(NAMES, VALUES))
def test_every_value_has_an_answer(value: dict[str, Any]) -> None:
    lenient, strict = (first_problem(value, CLUSTER, allow_unknown=allow) for allow in (True, False))
    assert strict is not None or lenient is None
