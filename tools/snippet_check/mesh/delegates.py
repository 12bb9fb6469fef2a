"""Delegation: the rules of a delegate VirtualService put in the place of the rule that names it.

Source: Istio 1.30 pilot/pkg/model/virtualservice.go (MergeHTTPRoutes) and virtualservice_controller.go.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from snippet_check.mesh.content import mapping, number, strings, text
from snippet_check.mesh.virtual_service import Match, Rule, VirtualService
from snippet_check.mesh.visibility import is_visible
from snippet_check.resource import Content

Delegates = Mapping[tuple[str, str], VirtualService]
"""VirtualServices without hosts, by namespace and name."""

_INHERITED = (
    "rewrite",
    "directResponse",
    "timeout",
    "retries",
    "fault",
    "mirrorPercent",
    "mirrorPercentage",
    "corsPolicy",
    "headers",
)
_COMPARED = ("uri", "scheme", "method", "authority")
_COMPARED_MAPS = ("headers", "withoutHeaders", "queryParams")
_MERGED_MAPS = (*_COMPARED_MAPS, "sourceLabels")
_MERGED_VALUES = (*_COMPARED, "port", "sourceNamespace", "statPrefix")


def with_delegates(root: VirtualService, delegates: Delegates, default_export_to: frozenset[str]) -> VirtualService:
    """A VirtualService with its delegates' rules in it; a rule whose delegate is missing or hidden is left out."""
    if not any("delegate" in rule.content for rule in root.http):
        return root
    merged = (rule for own in root.http for rule in _resolved(own, root, delegates, default_export_to))
    return replace(root, http=tuple(merged))


def _resolved(
    rule: Rule, root: VirtualService, delegates: Delegates, default_export_to: frozenset[str]
) -> Iterator[Rule]:
    reference = rule.content.get("delegate")
    if not isinstance(reference, dict):
        yield rule
        return
    delegate = delegates.get((text(reference, "namespace") or root.namespace, text(reference, "name")))
    if delegate is None:
        return
    if is_visible(delegate.export_to or default_export_to, delegate.namespace, root.namespace):
        yield from (merged for own in delegate.http if (merged := _merged(rule, own)))


def _merged(root: Rule, delegate: Rule) -> Rule | None:
    matches = _merged_matches(root.matches, delegate.matches)
    if matches is None:
        return None
    inherited = {field: root.content[field] for field in _INHERITED if root.content.get(field) is not None}
    own = {field: value for field, value in delegate.content.items() if value is not None}
    return Rule(
        content=inherited | own,
        name=_joined(root.name, delegate.name),
        matches=matches,
        destinations=delegate.destinations,
        mirror=delegate.mirror or root.mirror,
        mirrors=delegate.mirrors or root.mirrors,
        sources=(*root.sources, *delegate.sources),
    )


def _joined(root: str, delegate: str) -> str:
    return f"{root}-{delegate}" if root and delegate else root or delegate


def _merged_matches(root: tuple[Match, ...], delegate: tuple[Match, ...]) -> tuple[Match, ...] | None:
    """Every match of the delegate within every one of the root's that it does not contradict.

    None where one of the delegate's contradicts all of the root's: the delegate's rule is then dropped.
    """
    if not root or not delegate:
        return root or delegate
    found: list[Match] = []
    for own in delegate:
        within = [_merged_match(outer, own) for outer in root if not _contradict(outer, own)]
        if not within:
            return None
        found += within
    return tuple(found)


def _merged_match(root: Match, delegate: Match) -> Match:
    outer, own = root.content, delegate.content
    content: Content = {**own, "name": _joined(text(outer, "name"), text(own, "name"))}
    for field in _MERGED_VALUES:
        if not own.get(field) and outer.get(field):
            content[field] = outer[field]
    for field in _MERGED_MAPS:
        if merged := {**mapping(outer, field), **mapping(own, field)}:
            content[field] = merged
    return Match(content, delegate.gateways or root.gateways, (*root.sources, *delegate.sources))


def _contradict(root: Match, delegate: Match) -> bool:
    outer, own = root.content, delegate.content
    return (
        any(_strings_contradict(outer.get(field), own.get(field)) for field in _COMPARED)
        or any(_maps_contradict(mapping(outer, field), mapping(own, field)) for field in _COMPARED_MAPS)
        or bool(outer.get("ignoreUriCase")) != bool(own.get("ignoreUriCase"))
        or _ports_contradict(number(outer, "port"), number(own, "port"))
        or text(outer, "sourceNamespace") not in ("", text(own, "sourceNamespace"))
        or _labels_contradict(strings(outer, "sourceLabels"), strings(own, "sourceLabels"))
        or bool(root.gateways and not set(delegate.gateways) <= set(root.gateways))
        or 0 < len(root.gateways) < len(delegate.gateways)
    )


def _maps_contradict(root: Content, delegate: Content) -> bool:
    return any(_strings_contradict(root.get(key), match) for key, match in delegate.items())


def _ports_contradict(root: int, delegate: int) -> bool:
    return root > 0 and delegate > 0 and root != delegate


def _labels_contradict(root: Mapping[str, str], delegate: Mapping[str, str]) -> bool:
    return any(key in root and root[key] != value for key, value in delegate.items())


def _strings_contradict(root: object, delegate: object) -> bool:
    """Whether a string match of the delegate is not within the root's. Two regular expressions always contradict."""
    if not isinstance(root, dict) or not isinstance(delegate, dict):
        return False
    exact, prefix = text(root, "exact"), text(root, "prefix")
    own_exact, own_prefix = text(delegate, "exact"), text(delegate, "prefix")
    if text(root, "regex") or text(delegate, "regex"):
        return True
    if exact:
        return bool(own_prefix) or own_exact != exact
    if prefix and (own_prefix or own_exact):
        return not (own_prefix or own_exact).startswith(prefix)
    return True
