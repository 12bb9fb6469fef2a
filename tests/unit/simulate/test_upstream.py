"""What routes make of requests: rewrites and redirects."""

from __future__ import annotations

import pytest

from snippet_check.envoy import PathMatcher, Redirect, Rewrite, Route, RouteMatch
from snippet_check.simulate.call import Call
from snippet_check.simulate.request import Request, read_request
from snippet_check.simulate.upstream import location, upstream_path


def request(path: str, authority: str = "a.com", scheme: str = "http") -> Request:
    return read_request(Call(authority=authority), path, scheme)


@pytest.mark.parametrize(
    ("matcher", "rewrite", "path", "expected"),
    [
        (PathMatcher("prefix", "/api/"), Rewrite(prefix_rewrite="/"), "/api/v1?q=1", "/v1?q=1"),
        (PathMatcher("prefix", "/api"), Rewrite(prefix_rewrite="/"), "/api/v1", "//v1"),
        (PathMatcher("path", "/a"), Rewrite(prefix_rewrite="/b"), "/a?q", "/b?q"),
        (PathMatcher("safe_regex", "/a.*"), Rewrite(prefix_rewrite="/b"), "/a/x?q", "/b?q"),
        (PathMatcher("prefix", "/"), Rewrite(regex_rewrite=("/(a)(b)", r"/\2\1\\")), "/ab/c?ab", "/ba\\/c?ab"),
        (PathMatcher("prefix", "/"), Rewrite(), "/a?b", "/a?b"),
    ],
)
def test_a_rewrite_leaves_the_query_alone(matcher: PathMatcher, rewrite: Rewrite, path: str, expected: str) -> None:
    assert upstream_path(request(path), RouteMatch(matcher), rewrite) == expected


@pytest.mark.parametrize(
    ("redirect", "authority", "expected"),
    [
        (Redirect(scheme="https"), "a.com:80", "https://a.com/x?q"),
        (Redirect(scheme="https"), "a.com:8080", "https://a.com:8080/x?q"),
        (Redirect(port=8443), "a.com:80", "http://a.com:8443/x?q"),
        (Redirect(host="b.com"), "a.com:80", "http://b.com/x?q"),
        (Redirect(path="/p"), "a.com", "http://a.com/p?q"),
        (Redirect(path="/p?r"), "a.com", "http://a.com/p?r"),
        (Redirect(path="p"), "a.com", "http://a.com/p?q"),
        (Redirect(prefix_rewrite="/n"), "[::1]:80", "http://[::1]:80/n?q"),
    ],
)
def test_a_redirect_keeps_what_it_does_not_name(redirect: Redirect, authority: str, expected: str) -> None:
    route = Route(RouteMatch(PathMatcher("prefix", "/x")), redirect)
    assert location(request("/x?q", authority), route, redirect) == expected
