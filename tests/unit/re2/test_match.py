"""Matching as RE2 does it, held against Python's own engine where both must agree."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from snippet_check import re2


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("/api/v[0-9]+/.*", "/api/v2/users", True),
        ("/api", "/api/v2", False),
        (".*", "a\nb", False),
        ("(?s).*", "a\nb", True),
        ("(?i)straße", "STRAẞE", True),
        ("(?i)k", "\N{KELVIN SIGN}", True),
        (r"(?i)\x{212A}", "k", True),
        (r"\d", "\N{ARABIC-INDIC DIGIT FOUR}", False),
        (r"\p{Nd}", "\N{ARABIC-INDIC DIGIT FOUR}", True),
        (r"\p{Greek}+", "αβγ", True),
        (r"\P{Greek}+", "αβγ", False),
        (r"[^\PL]", "é", True),
        (r"\s", "\v", False),
        (r"\Qa.b\E", "a.b", True),
        (r"\Qa.b\E", "axb", False),
        (r"(?m)a$\n^b", "a\nb", True),
        (r"a$\n^b", "a\nb", False),
        (r"\ba\B.b\z", "a_b", True),
        ("a{0}", "", True),
        ("(?:a{2}){2,3}", "aaaaa", False),
        ("(?:a{2}){2,3}", "aaaaaa", True),
    ],
)
def test_full_match(pattern: str, text: str, expected: bool) -> None:
    assert re2.compile(pattern).full_match(text) is expected


@pytest.mark.parametrize("pattern", ["(a*)*b", "(a|aa)+b", "(a?){30}a{30}b", "(.*)(.*)(.*)(.*)(.*)b"])
def test_takes_time_in_line_with_the_text(pattern: str) -> None:
    # A matcher that goes back would not come to an end here.
    assert not re2.compile(pattern).full_match("a" * 2000)


def test_refuses_a_program_that_envoy_would_refuse() -> None:
    with pytest.raises(re2.Refused):
        re2.compile("(?:a{100}b{100}){10}" * 40)


@pytest.mark.parametrize(
    ("pattern", "substitution", "text", "expected"),
    [
        ("^/service/([^/]+)(/.*)$", r"\2/instance/\1", "/service/foo/v1/api", "/v1/api/instance/foo"),
        ("one", "two", "/xxx/one/yyy/one/zzz", "/xxx/two/yyy/two/zzz"),
        ("(?i)/xxx/", "/yyy/", "/aaa/XxX/bbb", "/aaa/yyy/bbb"),
        ("^(.*?)one(.*)$", r"\1two\2", "/xxx/one/yyy/one/zzz", "/xxx/two/yyy/one/zzz"),
        ("x*", "-", "axb", "-a-b-"),
        ("a|ab", r"[\0]", "ab", "[a]b"),
        ("(a)|(b)", r"\1\2\\", "ab", "a\\b\\"),
        ("a", r"\1", "a", "a"),
    ],
)
def test_replace_all(pattern: str, substitution: str, text: str, expected: str) -> None:
    assert re2.compile(pattern).replace_all(text, substitution) == expected


atoms = st.sampled_from(["a", "b", "[ab]", "[^a]", ".", r"\w", r"\b", "^", "$", "ab", "(?i:A)"])
patterns = st.recursive(
    atoms,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map("".join),
        st.tuples(inner, inner).map(lambda pair: f"({pair[0]}|{pair[1]})"),
        st.tuples(inner, st.sampled_from(["*", "+", "?", "*?", "{2}", "{1,3}", "{0,2}?"])).map(
            lambda pair: f"(?:{pair[0]}){pair[1]}"
        ),
    ),
    max_leaves=6,
)


@given(patterns, st.text("abA_ ", max_size=8))
def test_agrees_with_python(pattern: str, text: str) -> None:
    # Python's $ also stands before a last newline, so the texts have none.
    assert re2.compile(pattern).full_match(text) is bool(re.compile(pattern, re.ASCII).fullmatch(text))
