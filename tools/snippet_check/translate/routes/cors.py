"""CORS policies.

Source: Istio 1.30 pilot/pkg/networking/core/route/route.go (TranslateCORSPolicy).
"""

from __future__ import annotations

from snippet_check.envoy import CorsPolicy, StringMatcher
from snippet_check.mesh.content import mappings, texts
from snippet_check.resource import Content
from snippet_check.translate.durations import seconds
from snippet_check.translate.routes.string_matches import string_matchers


def cors_policy(policy: Content) -> CorsPolicy:
    """The policy of a CorsPolicy. The older `allowOrigin` counts only without `allowOrigins`."""
    origins = string_matchers(mappings(policy, "allowOrigins"))
    if not mappings(policy, "allowOrigins"):
        origins = tuple(StringMatcher("exact", origin) for origin in texts(policy, "allowOrigin"))
    max_age = seconds(policy, "maxAge")
    credentials = policy.get("allowCredentials")
    return CorsPolicy(
        allow_origins=origins,
        allow_methods=",".join(texts(policy, "allowMethods")) or None,
        allow_headers=",".join(texts(policy, "allowHeaders")) or None,
        expose_headers=",".join(texts(policy, "exposeHeaders")) or None,
        max_age=None if max_age is None else str(int(max_age)),
        allow_credentials=credentials if isinstance(credentials, bool) else None,
        forward_not_matching_preflights=policy.get("unmatchedPreflights") != "IGNORE",
    )
