"""The HTTP rules of a VirtualService as Envoy's routes.

Source: Istio 1.30 pilot/pkg/networking/core/route/route.go (BuildHTTPRoutesForVirtualService, TranslateRoute).
"""

from __future__ import annotations

from collections.abc import Iterator

from snippet_check.envoy import DirectResponse, HeaderMutations, Redirect, Route, RouteAction, RouteMatch
from snippet_check.envoy.metadata import IstioMetadata
from snippet_check.mesh.content import number, selects, strings, text
from snippet_check.mesh.virtual_service import Match, Rule, Semantics, VirtualService
from snippet_check.translate.routes.actions import forward, sole_destination
from snippet_check.translate.routes.context import RouteContext
from snippet_check.translate.routes.cors import cors_policy
from snippet_check.translate.routes.faults import fault
from snippet_check.translate.routes.headers import both, request_mutations, response_mutations
from snippet_check.translate.routes.matches import catches_all, route_match
from snippet_check.translate.routes.redirects import direct_response, redirect


def routes(one: VirtualService, context: RouteContext) -> tuple[Route, ...]:
    """A VirtualService's routes for one proxy at one port; they end at the first that catches all."""
    return tuple(_routes(one, context))


def _routes(one: VirtualService, context: RouteContext) -> Iterator[Route]:
    for rule in one.http:
        if not rule.matches:
            yield from _route(one, rule, None, context)
            return
        for match in rule.matches:
            for route in _route(one, rule, match, context):
                yield route
                if catches_all(route.match):
                    return


def _route(one: VirtualService, rule: Rule, match: Match | None, context: RouteContext) -> Iterator[Route]:
    if match is not None and not _counts(match, context):
        return
    matched = route_match(match, one.semantics)
    action = _action(rule, matched, one.semantics, context)
    if action is None:
        return
    request, response = _mutations(rule, action)
    yield Route(
        match=matched,
        action=action,
        name=_name(rule, match),
        request_headers=request,
        response_headers=response,
        fault=fault(rule.content["fault"]) if isinstance(rule.content.get("fault"), dict) else None,
        cors=cors_policy(rule.content["corsPolicy"]) if isinstance(rule.content.get("corsPolicy"), dict) else None,
        metadata=IstioMetadata(one.config),
        sources=(*rule.sources, *(match.sources if match else ())),
    )


def _counts(match: Match, context: RouteContext) -> bool:
    """Whether a match is for this listener, gateway and proxy. One that names gateways asks nothing of the caller."""
    if number(match.content, "port") not in (0, context.port):
        return False
    if match.gateways:
        return not context.gateways.isdisjoint(match.gateways)
    caller = text(match.content, "sourceNamespace")
    return selects(strings(match.content, "sourceLabels"), context.proxy.labels) and caller in (
        "",
        context.proxy.namespace,
    )


def _name(rule: Rule, match: Match | None) -> str:
    own = text(match.content, "name") if match else ""
    return f"{rule.name}.{own}" if own else rule.name


def _action(
    rule: Rule, match: RouteMatch, semantics: Semantics, context: RouteContext
) -> RouteAction | Redirect | DirectResponse | None:
    if isinstance(content := rule.content.get("redirect"), dict):
        return redirect(content, context.port, context.tls, semantics)
    if isinstance(content := rule.content.get("directResponse"), dict):
        return direct_response(content)
    return forward(rule, match, semantics, context)


def _mutations(rule: Rule, action: RouteAction | Redirect | DirectResponse) -> tuple[HeaderMutations, HeaderMutations]:
    """The rule's header operations, then those of its only destination."""
    request, response = request_mutations(rule.content), response_mutations(rule.content)
    only = sole_destination(rule) if isinstance(action, RouteAction) else None
    if only is None:
        return request, response
    return both(request, request_mutations(only.content)), both(response, response_mutations(only.content))
