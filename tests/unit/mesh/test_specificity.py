"""Wildcards: what they cover, and which of several hosts is the closest."""

from __future__ import annotations

import pytest

from snippet_check.mesh.specificity import HostMap, covers, full_name, specificity


@pytest.mark.parametrize(
    ("host", "other", "is_covered"),
    [
        ("*", "a.com", True),
        ("*.com", "a.com", True),
        ("*.com", "*.a.com", True),
        ("*.a.com", "*.com", False),
        ("*.com", "com", False),
        ("a.com", "a.com", True),
        ("a.com", "*.com", False),
    ],
)
def test_covers(host: str, other: str, is_covered: bool) -> None:
    assert covers(host, other) is is_covered


def test_exact_hosts_come_first_then_the_longer_wildcards() -> None:
    assert sorted(["*", "*.com", "b.com", "*.a.com", "a.com"], key=specificity) == [
        "a.com",
        "b.com",
        "*.a.com",
        "*.com",
        "*",
    ]


def test_the_closest_host_has_the_name() -> None:
    hosts = HostMap([("*", 1), ("*.com", 2), ("*.a.com", 3), ("b.com", 4), ("*.com", 5)])
    assert [hosts.find(name) for name in ("b.com", "x.a.com", "a.com", "org")] == [4, 3, 2, 1]


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("shop", "shop.default.svc.cluster.local"),
        ("shop.other", "shop.other"),
        ("*", "*"),
        ("10.0.0.1", "10.0.0.1"),
        ("2001:db8::1", "2001:db8::1"),
    ],
)
def test_a_name_without_a_dot_is_a_service_beside_the_rule(host: str, name: str) -> None:
    assert full_name(host, "default") == name
