"""HTTP routes: what may stand together. Source: Istio pkg/config/validation/virtualservice.go."""

from __future__ import annotations

from collections.abc import Iterator

from snippet_check.resource import Content, FieldPath
from snippet_check.schema.validation.rules.destinations import weight_sum, weighted_destination
from snippet_check.schema.validation.rules.durations import duration
from snippet_check.schema.validation.violation import Violation, error
from snippet_check.schema.validation.virtual_service.actions import direct_response, redirect, rewrite
from snippet_check.schema.validation.virtual_service.cors import cors_policy
from snippet_check.schema.validation.virtual_service.fault import fault
from snippet_check.schema.validation.virtual_service.headers import authority, headers
from snippet_check.schema.validation.virtual_service.http_match import http_matches
from snippet_check.schema.validation.virtual_service.mirrors import mirrors
from snippet_check.schema.validation.virtual_service.retries import retries


def http_route(route: Content, is_delegate: bool, path: FieldPath) -> Iterator[Violation]:
    """`is_delegate` says that the VirtualService has no hosts: its routes are meant for another's `delegate`."""
    if "delegate" in route and not is_delegate:
        yield from _delegating(route, path)
    else:
        yield from _conflicts(route, path)
    yield from http_matches(route.get("match", ()), path)
    yield from _changes(route, path)
    yield from _answers(route, path)
    entries = route.get("route", ())
    for i, entry in enumerate(entries):
        yield from headers(entry.get("headers", {}), (*path, "route", i, "headers"))
        yield from weighted_destination(entry, (*path, "route", i))
    yield from weight_sum(entries, (*path, "route"))
    if (timeout := route.get("timeout")) is not None:
        yield from duration(timeout, (*path, "timeout"))


def _delegating(route: Content, path: FieldPath) -> Iterator[Violation]:
    """A route that leaves everything to a delegate has no action of its own."""
    for field in ("redirect", "route"):
        if field in route:
            yield error("http_route.delegate_and_action", (*path, field), route=route.get("name", ""), field=field)


def _conflicts(route: Content, path: FieldPath) -> Iterator[Violation]:
    """A route either forwards, redirects, or answers by itself."""
    if "delegate" in route:
        yield error("http_route.delegate_of_delegate", (*path, "delegate"))
    if "redirect" in route:
        yield from _excluded(route, "redirect", ("route", "fault", "rewrite", "directResponse"), path)
    elif "directResponse" in route:
        yield from _excluded(route, "directResponse", ("route", "fault", "rewrite"), path)
    elif "route" not in route:
        yield error("http_route.no_action", path)
    if "mirror" in route and "mirrors" in route:
        yield error("http_route.mirror_and_mirrors", (*path, "mirror"))


def _excluded(route: Content, action: str, others: tuple[str, ...], path: FieldPath) -> Iterator[Violation]:
    for field in others:
        if field in route:
            yield error("http_route.conflict", (*path, field), action=action, field=field)


def _changes(route: Content, path: FieldPath) -> Iterator[Violation]:
    """What is done to a request on its way."""
    yield from headers(route.get("headers", {}), (*path, "headers"))
    if (policy := route.get("corsPolicy")) is not None:
        yield from cors_policy(policy, (*path, "corsPolicy"))
    if (injected := route.get("fault")) is not None:
        yield from fault(injected, (*path, "fault"))
    yield from mirrors(route, path)
    if (policy := route.get("retries")) is not None:
        yield from retries(policy, (*path, "retries"))
    if (rewritten := route.get("rewrite")) is not None:
        yield from rewrite(rewritten, (*path, "rewrite"))
    yield from authority(route, path)


def _answers(route: Content, path: FieldPath) -> Iterator[Violation]:
    """What is answered in place of a service."""
    if (redirected := route.get("redirect")) is not None:
        yield from redirect(redirected, (*path, "redirect"))
    if (response := route.get("directResponse")) is not None:
        yield from direct_response(response, (*path, "directResponse"))
