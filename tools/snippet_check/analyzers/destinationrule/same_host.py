"""DestinationRules of one namespace for one host say each thing once.

Source: Istio 1.30 pilot/pkg/model/destination_rule.go (mergeDestinationRule): the older rule gives policy and subsets,
a younger one adds what is missing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator

from snippet_check.diagnostics import Diagnostic, message_type
from snippet_check.mesh import Mesh
from snippet_check.mesh.content import mappings, strings, text, texts
from snippet_check.mesh.creation import creation_order
from snippet_check.mesh.specificity import full_name
from snippet_check.resource import Place, Resource

INPUTS = frozenset({"DestinationRule"})

_SAME = tuple[str, str, frozenset[str], Hashable]


def analyze(mesh: Mesh) -> Iterator[Diagnostic]:
    for rules in _merged(mesh).values():
        if len(rules) > 1:
            yield from _check(sorted(rules, key=creation_order))


def _merged(mesh: Mesh) -> dict[_SAME, list[Resource]]:
    """The rules by what has to be equal for Istio to make one of them."""
    rules: dict[_SAME, list[Resource]] = defaultdict(list)
    for rule in mesh.of_kind("DestinationRule"):
        selector = (
            "workloadSelector" in rule.spec,
            *sorted(strings(rule.spec, "workloadSelector", "matchLabels").items()),
        )
        host = full_name(text(rule.spec, "host"), rule.namespace)
        rules[rule.namespace, host, frozenset(texts(rule.spec, "exportTo")), selector].append(rule)
    return rules


def _check(rules: list[Resource]) -> Iterator[Diagnostic]:
    """Compares each rule with all that are older, thing by thing."""
    said: dict[str, Place] = {}
    for rule in rules:
        own = dict(_things(rule))
        for thing, place in own.items():
            if thing in said:
                other = str(said[thing].resource.full_name)
                yield message_type("SC0214").at(place, related=(said[thing],), thing=thing, other=other)
        said = own | said


def _things(rule: Resource) -> Iterator[tuple[str, Place]]:
    """What a rule says, and where."""
    if "trafficPolicy" in rule.spec:
        yield "trafficPolicy", rule.at("spec", "trafficPolicy")
    for i, subset in enumerate(mappings(rule.spec, "subsets")):
        yield f'subset "{text(subset, "name")}"', rule.at("spec", "subsets", i, "name")
