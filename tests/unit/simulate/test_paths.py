"""What the connection manager makes of paths, against a model that walks the segments one by one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from snippet_check.envoy import HttpConnectionManager
from snippet_check.simulate.paths import PathVerdict, canonicalize, merge_slashes, normalize

SEGMENTS = st.sampled_from(["a", "b.c", "", ".", "..", "%2e", "%2E%2e", "%41", "%2f", "x%20y", "~"])
PATHS = st.lists(SEGMENTS, min_size=1, max_size=6).map(lambda segments: "/" + "/".join(segments))


def walked(path: str) -> str:
    """The path that a client lands on who follows it segment by segment."""
    stack: list[str] = []
    segments = path.lower().replace("%2e", ".").split("/")[1:]
    for segment in segments:
        stack = stack[:-1] if segment == ".." else stack if segment == "." else [*stack, segment]
    return "/" + "/".join(stack) + ("/" if segments[-1] in (".", "..") and stack else "")


@given(PATHS)
def test_dot_segments_lead_where_a_client_would_walk(path: str) -> None:
    assert canonicalize(path).lower().replace("%41", "a") == walked(path).replace("%41", "a")  # type: ignore[union-attr]


@given(PATHS)
def test_a_canonical_path_is_its_own_canonical_form(path: str) -> None:
    once = canonicalize(path)
    assert once is not None
    assert once == canonicalize(once)


@given(PATHS, st.sampled_from(["", "?", "?a=../b", "?a=//"]))
def test_the_query_is_never_touched(path: str, query: str) -> None:
    manager = HttpConnectionManager(normalize_path=True, merge_slashes=True)
    assert normalize(path + query, manager).path == normalize(path, manager).path + query


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/a\\..\\b", "/b"),
        ("/%41%7e%2d", "/A~-"),
        ("/%c3%a9", "/%c3%a9"),
        ("/{x}|^`", "/%7Bx%7D%7C%5E%60"),
        ("/%zz%2", "/%zz%2"),
    ],
)
def test_what_need_not_be_escaped_is_unescaped_and_the_rest_escaped(path: str, expected: str) -> None:
    assert canonicalize(path) == expected


@pytest.mark.parametrize(("path", "expected"), [("//a///b//", "/a/b/"), ("/a/b", "/a/b"), ("//", "//")])
def test_runs_of_slashes_become_one_but_for_a_path_of_nothing_else(path: str, expected: str) -> None:
    assert merge_slashes(path) == expected


@pytest.mark.parametrize("path", ["/a%00b", "/é", "/a b"])
def test_a_path_that_cannot_be_read_is_refused(path: str) -> None:
    assert normalize(path, HttpConnectionManager()).verdict is PathVerdict.REJECT


@pytest.mark.parametrize(
    ("path", "expected"), [("/a#b", "/a"), ("/a?x#b", "/a?x"), ("/a#b?x", "/a"), ("/a/..#/b", "/"), ("/#", "/")]
)
def test_a_fragment_is_dropped_before_anything_else(path: str, expected: str) -> None:
    assert normalize(path, HttpConnectionManager()).path == expected


@pytest.mark.parametrize(
    ("action", "path", "verdict"),
    [
        ("KEEP_UNCHANGED", "/a%2Fb", PathVerdict.CONTINUE),
        ("REJECT_REQUEST", "/a%2Fb", PathVerdict.REJECT),
        ("UNESCAPE_AND_REDIRECT", "/a/b", PathVerdict.REDIRECT),
        ("UNESCAPE_AND_FORWARD", "/a/b", PathVerdict.CONTINUE),
    ],
)
def test_escaped_slashes(action: str, path: str, verdict: PathVerdict) -> None:
    manager = HttpConnectionManager(path_with_escaped_slashes_action=action)
    assert normalize("/a%2Fb?%2F", manager)[1] is verdict
    if verdict is not PathVerdict.REJECT:
        assert normalize("/a%2Fb?%2F", manager)[0] == f"{path}?%2F"
