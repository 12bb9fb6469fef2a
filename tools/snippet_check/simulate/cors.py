"""CORS preflights that the proxy answers itself (envoy.extensions.filters.http.cors.v3.CorsPolicy)."""

from __future__ import annotations

from snippet_check.envoy import CorsPolicy, Route, RouteAction
from snippet_check.simulate.matchers import string_matches
from snippet_check.simulate.request import Request


def answers_preflight(route: Route, request: Request) -> bool:
    """Whether a request is a preflight that never reaches the upstream of the route.

    One from an allowed origin is answered; one from another origin is sent on unless the policy says otherwise. On
    routes that redirect or answer themselves the policy has no effect.
    """
    policy = route.cors
    if policy is None or not isinstance(route.action, RouteAction):
        return False
    origin = request.headers.get("origin", "")
    if request.method != "OPTIONS" or not origin or not request.headers.get("access-control-request-method"):
        return False
    return _allows(policy, origin) or policy.forward_not_matching_preflights is False


def _allows(policy: CorsPolicy, origin: str) -> bool:
    """Whether an origin is allowed: a matcher that takes "*" takes every origin."""
    return any(string_matches(matcher, text) for matcher in policy.allow_origins for text in ("*", origin))
