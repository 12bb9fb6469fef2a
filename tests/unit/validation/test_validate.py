"""Validation as a whole: which kinds it knows, and what its violations are made of."""

from __future__ import annotations

from typing import Any

import pytest

from snippet_check.resource import Document, GroupVersionKind, Resource
from snippet_check.schema.validation import validate

DOCUMENT = Document("file.yaml", 0, "")


def resource(kind: str, spec: dict[str, Any], group: str = "networking.istio.io") -> Resource:
    return Resource(GroupVersionKind(group, "v1", kind), "name", "default", {"spec": spec}, DOCUMENT)


def checks(kind: str, spec: dict[str, Any]) -> list[str]:
    return [violation.check for violation in validate(resource(kind, spec))]


@pytest.mark.parametrize(
    ("kind", "group"),
    [
        ("Gateway", "gateway.networking.k8s.io"),
        ("Rules", "networking.istio.io"),
        ("a.b/c", "networking.istio.io"),
        ("Pod", ""),
    ],
)
def test_other_kinds_have_no_violations(kind: str, group: str) -> None:
    assert not list(validate(resource(kind, {}, group)))


def test_equal_keys_are_one_text() -> None:
    route = {"route": [{"destination": {"host": "a_b.com"}}]}
    first, second = validate(resource("VirtualService", {"hosts": ["a"], "http": [{"match": [{}], **route}, route]}))
    assert first.key == second.key
    assert first.text("ko") == second.text("ko")
    assert first.path != second.path


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        (100 * 1024, []),
        (100 * 1024 + 1, ["direct_response.large"]),
        (1024 * 1024, ["direct_response.large"]),
        (1024 * 1024 + 1, ["direct_response.too_large"]),
    ],
)
def test_large_bodies(size: int, expected: list[str]) -> None:
    response = {"status": 200, "body": {"string": "x" * size}}
    assert checks("VirtualService", {"hosts": ["a"], "http": [{"directResponse": response}]}) == expected


def test_a_body_is_measured_in_bytes() -> None:
    response = {"status": 200, "body": {"string": "한" * 40_000}}
    assert checks("VirtualService", {"hosts": ["a"], "http": [{"directResponse": response}]})


@pytest.mark.parametrize(
    ("size", "prime"),
    [(1, True), (2, True), (65537, True), (4999999, True), (25, False), (65536, False), (3215031751, False)],
)
def test_tables_of_maglev(size: int, prime: bool) -> None:
    policy = {"loadBalancer": {"consistentHash": {"useSourceIp": True, "maglev": {"tableSize": size}}}}
    found = checks("DestinationRule", {"host": "a", "trafficPolicy": policy})
    assert ("consistent_hash.table_not_prime" not in found) is prime


def test_numbers_that_are_none() -> None:
    """Protobuf's JSON takes these texts for doubles; no comparison with them holds."""
    delay = {"fixedDelay": "1s", "percentage": {"value": "NaN"}}
    route = {"fault": {"delay": delay}, "route": [{"destination": {"host": "a"}}]}
    assert not checks("VirtualService", {"hosts": ["a"], "http": [route]})
    delay["percentage"] = {"value": "Infinity"}
    assert checks("VirtualService", {"hosts": ["a"], "http": [route]}) == ["fault.percentage"]
