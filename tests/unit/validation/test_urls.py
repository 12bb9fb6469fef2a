"""URLs as Go reads them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from snippet_check.schema.validation.rules.urls import Url, parse, parse_request


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://a.example.com:8443/x?y#z", Url("https", "a.example.com", "8443")),
        ("HTTP://user:secret@a/", Url("http", "a")),
        ("https://[2001:db8::1]:80", Url("https", "2001:db8::1", "80")),
        ("https://[fe80::1%25eth0]/", Url("https", "fe80::1%eth0")),
        ("mailto:a%zz", Url("mailto")),
        ("a/b:c", Url()),
        ("//a/b", Url("", "a")),
        ("///a", Url()),
        ("", Url()),
        ("*", Url()),
    ],
)
def test_urls(text: str, expected: Url) -> None:
    assert parse(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        *("://a", ":b:c", "1a:b", "https://a b", "https://a:port", "https://[1.2.3.4]", "https://[::1", "/%zz"),
        *("a\x7f", "https://a%41", "https://a#%zz", "https://a<b>%", "https://a b@c"),
    ],
)
def test_what_is_no_url(text: str) -> None:
    assert parse(text) is None


def test_a_request_is_absolute_and_may_hold_a_number_sign() -> None:
    assert parse_request("a/b") is None
    assert parse_request("") is None
    assert parse_request("/a") == Url()
    assert parse_request("//a") == Url()
    assert parse_request("https://a/#%zz") is None
    assert parse_request("https://a/#x") == Url("https", "a")


@given(st.text("ahtp:/@[]%25?#.\x00é ", max_size=30))
def test_every_text_has_an_answer(text: str) -> None:
    found = parse(text)
    assert found is None or found.scheme == found.scheme.lower()
