"""Which DestinationRule counts for a service as one client sees it, and how several for one host become one.

Source: Istio 1.30 pilot/pkg/model/{destination_rule,push_context}.go.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace

from snippet_check.mesh.content import mapping, mappings, selects, strings, text, texts
from snippet_check.mesh.creation import creation_order
from snippet_check.mesh.mesh import Mesh
from snippet_check.mesh.service import Service
from snippet_check.mesh.specificity import HostMap, full_name
from snippet_check.mesh.visibility import PRIVATE, PUBLIC, default_export_to
from snippet_check.resource import Content, Place, Resource


@dataclass(frozen=True, slots=True, eq=False)
class Subset:
    """A named part of a service's endpoints."""

    name: str
    labels: Mapping[str, str]
    traffic_policy: Content | None
    source: Place


@dataclass(frozen=True, slots=True, eq=False)
class DestinationRule:
    """One DestinationRule, or several of one host made one."""

    name: str
    namespace: str
    host: str
    export_to: frozenset[str]
    workload_selector: Mapping[str, str] | None
    traffic_policy: Content | None
    policy_source: Place
    subsets: tuple[Subset, ...]
    sources: tuple[Resource, ...]

    def subset(self, name: str) -> Subset | None:
        """The subset of a name, None where there is none."""
        return next((subset for subset in self.subsets if subset.name == name), None)


Candidates = tuple[DestinationRule, ...]
"""The rules of one host in one namespace that could not be made one: they differ in exportTo or selector."""


class DestinationRules:
    """All DestinationRules, by the namespace that may use them and by host."""

    def __init__(self, mesh: Mesh) -> None:
        self._root = mesh.root_namespace
        self._private_by_default = PRIVATE in default_export_to(mesh, "defaultDestinationRuleExportTo")
        self._local: dict[str, HostMap[Candidates]] = defaultdict(HostMap)
        self._exported: dict[str, HostMap[Candidates]] = defaultdict(HostMap)
        self._root_private: HostMap[Candidates] = HostMap()
        for rule in sorted(map(_destination_rule, mesh.of_kind("DestinationRule")), key=_order):
            self._add(rule)

    def candidates(self, service: Service, client_namespace: str) -> Candidates:
        """What counts for a service in a client's namespace: the first of client's, service's and root namespace.

        A client in the root namespace looks there only at the rules that are private to it before the service's.
        """
        own = self._root_private if client_namespace == self._root else self._local.get(client_namespace)
        found = own.find(service.hostname) if own else None
        if found:
            return found
        return self._exported_by(service.namespace, service, client_namespace) or self._exported_by(
            self._root, service, client_namespace
        )

    def _exported_by(self, owner: str, service: Service, client_namespace: str) -> Candidates:
        exported = self._exported.get(owner)
        found = exported.find(service.hostname) if exported else None
        return tuple(
            rule
            for rule in found or ()
            if not rule.export_to or PUBLIC in rule.export_to or client_namespace in rule.export_to
        )

    def _add(self, rule: DestinationRule) -> None:
        export_to, namespace = rule.export_to, rule.namespace
        if not export_to or export_to & {PUBLIC, PRIVATE, namespace}:
            _merge_into(self._local[namespace], rule)
        private = self._private_by_default if not export_to else export_to in ({PRIVATE}, {namespace})
        if not private:
            _merge_into(self._exported[namespace], rule)
        elif namespace == self._root:
            _merge_into(self._root_private, rule)


def destination_rules(mesh: Mesh) -> DestinationRules:
    """A mesh's DestinationRules, made once."""
    return mesh.once(DestinationRules)


def chosen(candidates: Candidates, scope_namespace: str, labels: Mapping[str, str]) -> DestinationRule | None:
    """The rule for a client with these labels: one that selects it, written in its own namespace, else one for all."""
    for rule in candidates:
        selector = rule.workload_selector
        if selector is not None and rule.namespace == scope_namespace and selects(selector, labels):
            return rule
    return next((rule for rule in reversed(candidates) if rule.workload_selector is None), None)


def _destination_rule(resource: Resource) -> DestinationRule:
    spec = resource.spec
    selector = strings(spec, "workloadSelector", "matchLabels") if "workloadSelector" in spec else None
    return DestinationRule(
        name=resource.name,
        namespace=resource.namespace,
        host=full_name(text(spec, "host"), resource.namespace),
        export_to=frozenset(texts(spec, "exportTo")) if selector is None else frozenset({PRIVATE}),
        workload_selector=selector,
        traffic_policy=_policy(spec),
        policy_source=resource.at("spec", "trafficPolicy"),
        subsets=tuple(_subset(resource, i, subset) for i, subset in enumerate(mappings(spec, "subsets"))),
        sources=(resource,),
    )


def _subset(resource: Resource, index: int, subset: Content) -> Subset:
    place = resource.at("spec", "subsets", index)
    return Subset(text(subset, "name"), strings(subset, "labels"), _policy(subset), place)


def _policy(content: Content) -> Content | None:
    return mapping(content, "trafficPolicy") if isinstance(content.get("trafficPolicy"), dict) else None


def _order(rule: DestinationRule) -> tuple[bool, str, str, str]:
    return rule.workload_selector is None, *creation_order(rule.sources[0])


def _merge_into(rules: HostMap[Candidates], rule: DestinationRule) -> None:
    """Adds a younger rule to the older ones of its host: its new subsets join them, its policy only fills a gap."""
    merged: list[DestinationRule] = []
    separate = True
    for older in rules.get(rule.host) or ():
        joins, separate = _joins(older, rule)
        merged.append(_joined(older, rule) if joins else older)
    rules[rule.host] = (*merged, rule) if separate else tuple(merged)


def _joins(older: DestinationRule, rule: DestinationRule) -> tuple[bool, bool]:
    """Whether a rule is merged into an older one, and whether it also stands for itself."""
    same = rule.export_to == older.export_to
    if not same and not (older.export_to and rule.export_to >= older.export_to):
        return False, True
    if rule.workload_selector is None and older.workload_selector is None:
        return True, False
    if rule.workload_selector is not None and older.workload_selector is not None:
        alike = rule.workload_selector == older.workload_selector
        return alike, not alike
    return True, not same


def _joined(older: DestinationRule, rule: DestinationRule) -> DestinationRule:
    known = {subset.name for subset in older.subsets}
    added = tuple(subset for subset in rule.subsets if subset.name not in known)
    takes_policy = older.traffic_policy is None and rule.traffic_policy is not None
    return replace(
        older,
        traffic_policy=rule.traffic_policy if takes_policy else older.traffic_policy,
        policy_source=rule.policy_source if takes_policy else older.policy_source,
        subsets=(*older.subsets, *added),
        sources=(*older.sources, *rule.sources),
    )
