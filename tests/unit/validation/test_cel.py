"""Expressions of the Common Expression Language, told from what is none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from snippet_check.schema.validation.rules.cel import is_expression


@pytest.mark.parametrize(
    "text",
    [
        "response.code >= 400 && !has(request.headers.x)",
        "a ? b : c ? d : e",
        "-1 + - - x * 2.5e3",
        "[1, 2, 0x1F, 3u,]",
        "{'a': 1, \"b\": r'\\d'}",
        "shop.v1.Order{id: 7,}",
        ".a.b[0].c",
        "xs.all(x, x in [1, 2]) || xs.map(x, x > 0, x * 2) == ys",
        "has(-1.size)",
        "a.`b-c`",
        "b'\\x00' // a comment",
        '"""a "quoted" text"""',
        "1.size()",
    ],
)
def test_expressions(text: str) -> None:
    assert is_expression(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a b",
        "a = b",
        "a and b",
        "f(a,)",
        "a ? b ? c : d : e",
        "!-a",
        "if",
        "a.in",
        "has(a)",
        "xs.all(1, true)",
        "xs.exists(__result__, true)",
        "9223372036854775808",
        "18446744073709551616u",
        "1e999",
        "'\\q'",
        "'\\uD800'",
        "b'\\u0041'",
        "'unterminated",
        "[?a]",
        "a.?b",
        "@",
    ],
)
def test_what_is_no_expression(text: str) -> None:
    assert not is_expression(text)


def test_the_smallest_number_is_one_with_its_sign_only() -> None:
    assert is_expression("-9223372036854775808")
    assert not is_expression("0 - (9223372036854775808)")


@pytest.mark.parametrize("link", [".a", "[1]", " + a", " < a", " ? a : a"])
def test_chains_have_an_end(link: str) -> None:
    assert is_expression("a" + link * 200)
    assert not is_expression("a" + link * 300)


def test_logical_chains_have_none() -> None:
    assert is_expression("a" + " && a" * 1000)


@given(st.text("ab01.,:?()[]{}!-+*/%<>=&|'\"\\ \n`@", max_size=40))
def test_every_text_has_an_answer(text: str) -> None:
    assert is_expression(text) in (True, False)
    assert is_expression(f"({text}\n)") == is_expression(text)
