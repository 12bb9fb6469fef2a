"""CORS preflights that the proxy answers itself (envoy.extensions.filters.http.cors.v3.CorsPolicy)."""

from __future__ import annotations

from snippet_check.envoy import CorsPolicy
from snippet_check.simulate.matchers import string_matches
from snippet_check.simulate.request import Request


def is_answered_preflight(policy: CorsPolicy, request: Request) -> bool:
    """Whether a request is a preflight that never reaches the upstream.

    One from an allowed origin is answered; one from another origin is sent on unless the policy says otherwise.
    """
    origin = request.headers.get("origin", "")
    if request.method != "OPTIONS" or not origin or not request.headers.get("access-control-request-method"):
        return False
    allowed = any(string_matches(matcher, origin) for matcher in policy.allow_origins)
    return allowed or policy.forward_not_matching_preflights is False
