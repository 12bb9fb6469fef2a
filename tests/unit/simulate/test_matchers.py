"""The predicates of routes."""

from __future__ import annotations

import re
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from snippet_check.envoy import HeaderMatcher, PathMatcher, QueryParameterMatcher, RouteMatch, StringMatcher
from snippet_check.simulate.call import Call
from snippet_check.simulate.matchers import header_matches, mismatch, path_matches, string_matches
from snippet_check.simulate.request import read_request

TEXT = st.text("aAb/.-", max_size=5)
KINDS = st.sampled_from(["exact", "prefix", "suffix", "contains"])
AS_REGEX = {"exact": "{}", "prefix": "{}.*", "suffix": ".*{}", "contains": ".*{}.*"}


@given(KINDS, TEXT, TEXT, st.booleans())
def test_every_kind_of_string_match_is_a_regular_expression(
    kind: Literal["exact", "prefix", "suffix", "contains"], want: str, value: str, ignore_case: bool
) -> None:
    pattern = AS_REGEX[kind].format(re.escape(want))
    expected = re.fullmatch(pattern, value, re.DOTALL | (re.IGNORECASE if ignore_case else 0))
    assert string_matches(StringMatcher(kind, want, ignore_case), value) is bool(expected)


@given(TEXT.map(lambda text: f"/{text}"), TEXT.map(lambda text: f"/{text}"))
def test_a_path_below_a_segment_prefix_is_the_prefix_or_goes_on_with_a_slash(want: str, path: str) -> None:
    expected = path == want or path.startswith(f"{want}/")
    assert path_matches(PathMatcher("path_separated_prefix", want), path) is expected


@given(st.none() | TEXT, TEXT, st.booleans(), st.booleans())
def test_an_absent_header_fits_no_value_inverted_or_not(
    value: str | None, want: str, invert: bool, as_empty: bool
) -> None:
    matcher = HeaderMatcher("X-A", StringMatcher("exact", want), invert, as_empty)
    headers = {} if value is None else {"x-a": value}
    if value is None and not as_empty:
        assert not header_matches(matcher, headers)
    else:
        assert header_matches(matcher, headers) is (((value or "") == want) != invert)


@pytest.mark.parametrize(("value", "invert", "expected"), [("", False, True), (None, False, False), (None, True, True)])
def test_presence_is_the_only_thing_that_an_absent_header_can_fit(
    value: str | None, invert: bool, expected: bool
) -> None:
    headers = {} if value is None else {"x-a": value}
    assert header_matches(HeaderMatcher("x-a", invert_match=invert), headers) is expected


def test_an_absent_header_that_reads_as_empty_is_present() -> None:
    assert header_matches(HeaderMatcher("x-a", treat_missing_header_as_empty=True), {})
    assert not header_matches(HeaderMatcher("x-a", invert_match=True, treat_missing_header_as_empty=True), {})


def test_a_repeated_header_is_one_value_joined_by_commas() -> None:
    request = read_request(Call(headers=(("X-A", "1"), ("x-a", "2"))), "/", "http")
    assert request.headers["x-a"] == "1,2"


@pytest.mark.parametrize(
    ("path", "expected"),
    [("/?a=1&a=2", "1"), ("/?b", None), ("/?a", ""), ("/", None), ("/?x&a=%31", "%31"), ("/?", None)],
)
def test_of_a_query_parameter_the_first_value_counts_as_it_is_written(path: str, expected: str | None) -> None:
    assert read_request(Call(), path, "http").query_parameter("a") == expected


@pytest.mark.parametrize(
    ("claims", "expected"),
    [({"group": "admin"}, True), ({"group": ["x", "admin"]}, True), ({"group": 1}, False), (None, False)],
)
def test_a_claim_fits_as_text_or_in_a_list(claims: dict[str, object] | None, expected: bool) -> None:
    match = RouteMatch(dynamic_metadata=((("group",), StringMatcher("exact", "admin"), False),))
    call = Call(claims=claims)
    assert (mismatch(match, read_request(call, "/", "http"), call) is None) is expected


def test_a_mismatch_says_what_was_asked_for_and_what_was_there() -> None:
    match = RouteMatch(
        PathMatcher("prefix", "/"),
        (HeaderMatcher("end-user", StringMatcher("exact", "jason")),),
        (QueryParameterMatcher("debug"),),
    )
    call = Call(headers=(("End-User", "kim"),))
    assert mismatch(match, read_request(call, "/", "http"), call) == ("header_exact", "end-user", "jason", "kim")
