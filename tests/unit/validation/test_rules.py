"""The rules that kinds share, one value at a time."""

from __future__ import annotations

import ipaddress
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from snippet_check.resource import FieldPath
from snippet_check.schema.validation.rules.addresses import is_ip, is_ip_or_network
from snippet_check.schema.validation.rules.domains import fully_qualified, wildcard_domain
from snippet_check.schema.validation.rules.durations import duration
from snippet_check.schema.validation.rules.export_to import export_to
from snippet_check.schema.validation.rules.header_names import is_claim
from snippet_check.schema.validation.rules.header_values import header_value
from snippet_check.schema.validation.rules.hosts import covered_by, overlapping_pairs
from snippet_check.schema.validation.rules.labels import labels
from snippet_check.schema.validation.rules.locality import locality_setting
from snippet_check.schema.validation.rules.numbers import go_integer, int32

HERE: FieldPath = ("spec",)


@pytest.mark.parametrize("name", ["a", "*", "*.a.com", "*-a.com", "*a.com", "A.b.c.", "123", "a.1b", "x" * 63 + ".a"])
def test_domains_that_may_begin_with_a_wildcard(name: str) -> None:
    assert not wildcard_domain(name, HERE)


@pytest.mark.parametrize(
    ("name", "check"),
    [
        ("", "empty"),
        ("a." * 128 + "a", "long"),
        ("a.*.com", "label"),
        ("a_b.com", "label"),
        ("a..b", "label"),
        ("x" * 64, "label"),
        ("192.0.2.1", "number"),
        ("a.+1", "number"),
    ],
)
def test_domains_that_are_wrong(name: str, check: str) -> None:
    assert [violation.check for violation in wildcard_domain(name, HERE)] == [f"domain.{check}"]


def test_a_full_domain_has_no_wildcard_and_does_not_end_in_a_number() -> None:
    assert not fully_qualified("a.com", HERE)
    assert fully_qualified("*.a.com", HERE)
    assert fully_qualified("123", HERE)


@given(st.one_of(st.ip_addresses().map(str), st.text("0123456789abf.:", max_size=20)))
def test_addresses_are_what_python_takes_for_them(text: str) -> None:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        assert not is_ip(text)
    else:
        assert is_ip(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10.0.0.1/8", True),
        ("10.0.0.0/08", False),
        ("10.0.0.0/33", False),
        ("10.0.0.0/255.0.0.0", False),
        ("::/128", True),
        ("fe80::1%eth0", True),
        ("fe80::1%eth0/64", False),
        ("10.0.0.0/8/8", False),
    ],
)
def test_networks(text: str, expected: bool) -> None:
    assert is_ip_or_network(text) is expected


@pytest.mark.parametrize(("text", "check"), [("0s", "short"), ("-1s", "short"), ("999us", "short"), ("1.5ms", "fine")])
def test_durations_that_are_wrong(text: str, check: str) -> None:
    assert [violation.check for violation in duration(text, HERE)] == [f"duration.{check}"]


@pytest.mark.parametrize(
    ("value", "check"),
    [
        ("100%", "after_percent"),
        ("%A", "unfinished"),
        ("%A()%", "unfinished"),
        ("%A([b])%", "after_element"),
        ('%A(["b" "c"])%', "after_separator"),
        ('%A(["b"] c)%', "after_array_end"),
        ("%A(b)c%", "after_closed"),
        ("%A(b\\", "after_escape"),
        ("a\x7fb", "control"),
    ],
)
def test_header_values_that_are_wrong(value: str, check: str) -> None:
    assert [violation.check for violation in header_value(value, HERE)] == [f"header_value.{check}"]


@pytest.mark.parametrize("value", ["", "a%%b", "%A%", "%A(b)%", '%A( ["b", "c"] ) %', "a\tb", "%A(b\\))%"])
def test_header_values_that_are_right(value: str) -> None:
    assert not header_value(value, HERE)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("@request.auth.claims.a", True),
        ("@Request.Auth.Claims[a]", True),
        ("@request.auth.claims", False),
        ("@request.auth.claims[]", False),
        ("x@request.auth.claims.a", False),
    ],
)
def test_claims(name: str, expected: bool) -> None:
    assert is_claim(name) is expected


@pytest.mark.parametrize(
    ("wider", "host", "expected"),
    [
        ("a.com", "a.com", True),
        ("*.com", "a.com", True),
        ("*.com", "*.a.com", True),
        ("*.a.com", "a.com", False),
        ("*.a.com", "*.com", False),
        ("*", "*.com", True),
        ("a.com", "*.com", False),
    ],
)
def test_coverage(wider: str, host: str, expected: bool) -> None:
    assert covered_by([wider])(host) is expected


hosts = st.lists(st.text("*.ab", min_size=1, max_size=4), max_size=6)


@given(hosts)
def test_overlapping_pairs_are_those_of_which_one_covers_the_other(names: list[str]) -> None:
    pairs = {(a, b) for a, b in combinations(names, 2) if covered_by([a])(b) or covered_by([b])(a)}
    found = [(names[i], names[j]) for i, j in overlapping_pairs(names) if i < j]
    assert len(found) == len(set(found))
    assert set(found) == pairs


def test_labels() -> None:
    wrong = labels({"": "a", "a/b/c": "", "example.com/app": "v 1", "ok": "x" * 100}, HERE)
    assert [violation.path for violation in wrong] == [("spec", ""), ("spec", "a/b/c"), ("spec", "example.com/app")]


def test_export_to_takes_the_dot_for_its_own_namespace() -> None:
    assert not list(export_to([".", "other"], "shop"))
    assert [v.check for v in export_to(["shop", "."], "shop")] == ["export_to.repeated_own"]
    # An object without a namespace has no name for the dot.
    assert [v.check for v in export_to(["."], "")] == ["export_to.namespace"]


def test_a_service_entry_may_be_shown_to_nobody() -> None:
    assert not list(export_to(["~"], "shop", service_entry=True))
    assert list(export_to(["~"], "shop"))


@pytest.mark.parametrize(
    ("sources", "blamed"),
    [
        (["a/b", "a/c", "a/b/d"], "a/b/d"),
        (["a/b/c", "a/b/*", "a/b/d"], "a/b/d"),
        (["*", "a"], "a"),
        (["a", "*"], None),
        (["a/*", "b/c/d", "b/c/e"], None),
        (["a*b"], "a*b"),
        (["a//b"], "a//b"),
    ],
)
def test_localities(sources: list[str], blamed: str | None) -> None:
    setting = {"distribute": [{"from": source, "to": {"x": 100}} for source in sources]}
    wrong = [dict(violation.arguments)["locality"] for violation in locality_setting(setting, HERE, ejects=True)]
    assert wrong == ([blamed] if blamed else [])


@given(st.text("+-0123456789", max_size=22))
def test_numbers_are_read_as_go_reads_them(text: str) -> None:
    try:
        number = int(text)
    except ValueError:
        assert go_integer(text) is None
    else:
        assert go_integer(text) == (number if -(2**63) <= number < 2**63 else None)


def test_numbers_wrap_around_as_in_go() -> None:
    assert int32(2**31 - 1) == 2**31 - 1
    assert int32(2**31) == -(2**31)
    assert int32(2**32) == 0
