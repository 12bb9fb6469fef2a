"""Where a rule sends requests: clusters with weights, and what happens on the way.

Source: Istio 1.30 pilot/pkg/networking/core/route/route.go (applyHTTPRouteDestination).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from snippet_check.envoy import (
    HashPolicy,
    RequestMirrorPolicy,
    Rewrite,
    RouteAction,
    RouteMatch,
    WeightedCluster,
)
from snippet_check.mesh.content import mapping, text
from snippet_check.mesh.virtual_service import Rule, Semantics, WeightedDestination, all_mirrors
from snippet_check.resource import Content
from snippet_check.translate.durations import seconds
from snippet_check.translate.routes.context import RouteContext
from snippet_check.translate.routes.hashing import hash_for_destination, hash_policies
from snippet_check.translate.routes.headers import authority, request_mutations, response_mutations
from snippet_check.translate.routes.percentages import in_millionths
from snippet_check.translate.routes.retries import retry_policy

_INTERNAL_SERVER_ERROR = 500


def sole_destination(rule: Rule) -> WeightedDestination | None:
    """The destination of a rule that has only one: its header operations become the route's."""
    return rule.destinations[0] if len(rule.destinations) == 1 else None


def forward(rule: Rule, match: RouteMatch, semantics: Semantics, context: RouteContext) -> RouteAction:
    """The action that sends requests on to the rule's destinations."""
    timeout = seconds(rule.content, "timeout") or 0.0
    retries = rule.content.get("retries")
    weighted = _weighted(rule)
    hashes = [_consistent_hash(one, context) for one in weighted]
    hashed = sole_destination(rule) is not None and hashes[0] is not None
    return RouteAction(
        clusters=tuple(_clusters(rule, weighted, context)),
        timeout=timeout,
        retry_policy=retry_policy(retries if isinstance(retries, dict) else context.default_retries, hashed),
        rewrite=_rewrite(rule, match, semantics),
        request_mirror_policies=tuple(_mirrors(rule, context)),
        hash_policy=tuple(_hash_policies(hashes)),
        cluster_not_found_response_code=_INTERNAL_SERVER_ERROR if semantics == "gateway" else 503,
        max_grpc_timeout=timeout,
    )


def _weighted(rule: Rule) -> list[WeightedDestination]:
    """The destinations that get anything: of several those whose weight is not 0."""
    if sole_destination(rule):
        return list(rule.destinations)
    return [one for one in rule.destinations if one.weight]


def _clusters(rule: Rule, weighted: list[WeightedDestination], context: RouteContext) -> Iterator[WeightedCluster]:
    only = sole_destination(rule)
    if only:
        yield WeightedCluster(context.cluster_of(only.destination), sources=(only.source,))
        return
    for one in weighted:
        yield WeightedCluster(
            context.cluster_of(one.destination),
            one.weight,
            request_mutations(one.content),
            response_mutations(one.content),
            authority(one.content),
            (one.source,),
        )


def _rewrite(rule: Rule, match: RouteMatch, semantics: Semantics) -> Rewrite:
    rewrite = mapping(rule.content, "rewrite")
    host = text(rewrite, "authority") or authority(rule.content)
    if not host and (only := sole_destination(rule)):
        host = authority(only.content)
    regex, uri = mapping(rewrite, "uriRegexRewrite"), text(rewrite, "uri")
    if "uriRegexRewrite" in rewrite:
        return Rewrite(regex_rewrite=(text(regex, "match"), text(regex, "rewrite")), host_rewrite_literal=host)
    if semantics == "gateway" and uri == "/":
        return Rewrite(regex_rewrite=_without_prefix(match), host_rewrite_literal=host)
    return Rewrite(prefix_rewrite=uri, host_rewrite_literal=host)


def _without_prefix(match: RouteMatch) -> tuple[str, str]:
    """The Gateway API's removal of a prefix, which keeps the slash where nothing is left."""
    prefix = match.path.value if match.path.kind == "path_separated_prefix" else ""
    return rf"^{re.escape(prefix)}(/?)(.*)", r"/\2"


def _mirrors(rule: Rule, context: RouteContext) -> Iterator[RequestMirrorPolicy]:
    for mirror in all_mirrors(rule):
        percent = 100.0 if mirror.percentage is None else in_millionths(mirror.percentage)
        if mirror.destination and (mirror.percentage is None or mirror.percentage > 0):
            yield RequestMirrorPolicy(context.cluster_of(mirror.destination), percent, (mirror.source,))


def _consistent_hash(one: WeightedDestination, context: RouteContext) -> Content | None:
    if one.destination is None:
        return None
    return hash_for_destination(context.scope.destination_rule(one.destination.host), one.destination)


def _hash_policies(hashes: list[Content | None]) -> Iterator[HashPolicy]:
    for consistent_hash in hashes:
        yield from hash_policies(consistent_hash)
