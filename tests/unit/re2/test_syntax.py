"""What Go's regexp package takes, and what it blames where it does not."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from snippet_check.re2 import Problem, syntax_problem


@pytest.mark.parametrize(
    ("pattern", "code", "fragment"),
    [
        ("(a", "missing_parenthesis", "(a"),
        ("a)", "unexpected_parenthesis", "a)"),
        ("x[a", "missing_bracket", "[a"),
        ("a**", "nested_repetition", "**"),
        ("a+*?b", "nested_repetition", "+*?"),
        ("a|*", "missing_argument", "*"),
        ("(?i)*", "missing_argument", "*"),
        ("a{1001}", "repeat_count", "{1001}"),
        ("a{3,1}", "repeat_count", "{3,1}"),
        ("((a{10}){10}){11}", "repeat_count", "{11}"),
        ("[z-a]", "class_range", "z-a"),
        ("[[:word1:]]", "class_range", "[:word1:]"),
        (r"\p{Klingon}", "class_range", r"\p{Klingon}"),
        (r"\p{Old_Italic}", "class_range", r"\p{Old_Italic}"),
        (r"\Z", "escape", r"\Z"),
        (r"(a)\1", "escape", r"\1"),
        (r"[\b]", "escape", r"\b"),
        (r"\x{110000}", "escape", r"\x{110000"),
        ("a\\", "trailing_backslash", ""),
        ("(?=a)", "flags", "(?="),
        ("(?>a)", "flags", "(?>"),
        ("(?x)a", "flags", "(?x"),
        ("(?P=n)", "flags", "(?P"),
        ("(?<=a)b", "capture", "(?<=a)b"),
        ("(?P<a b>c)", "capture", "(?P<a b>"),
    ],
)
def test_what_is_refused(pattern: str, code: str, fragment: str) -> None:
    assert syntax_problem(pattern) == Problem(code, fragment)


GROUPS = ["(?<n>a)(?P<n>b)", "(?U)a*", "(?-i)a", "a(?i)*", "()", "(|a)*"]
SETS = [r"\pL\PN\p{Greek}\p{^letter}", r"[\d-z]", "[]a]", "[^]a]", "[a-]"]


@pytest.mark.parametrize("pattern", [*GROUPS, *SETS, r"a\z", r"\Q*(\E+", "^*$+", "{", "a{,5}", "a{01}", "a{0}{"])
def test_what_is_taken(pattern: str) -> None:
    assert syntax_problem(pattern) is None


pieces = st.sampled_from([*"abc|.(^$)", "(?:", "a*", "b+?", "[a-c]", "[^b]", r"\d", "a{2}"])
plain = st.lists(pieces).map("".join)


@given(plain)
def test_takes_what_python_takes_where_both_speak_one_language(pattern: str) -> None:
    try:
        re.compile(pattern)
    except re.error:
        assert syntax_problem(pattern) is not None
    else:
        assert syntax_problem(pattern) is None


@given(st.text())
def test_any_text_has_an_answer(pattern: str) -> None:
    problem = syntax_problem(pattern)
    assert problem is None or problem.fragment in pattern
