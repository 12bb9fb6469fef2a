"""What Istio's validation says about an AuthorizationPolicy."""

from __future__ import annotations

from collections.abc import Iterator

from snippet_check.resource import Content, FieldPath, Resource
from snippet_check.schema.validation.authorization_policy.conditions import condition
from snippet_check.schema.validation.authorization_policy.custom import custom_rule
from snippet_check.schema.validation.authorization_policy.operations import operation
from snippet_check.schema.validation.authorization_policy.sources import source
from snippet_check.schema.validation.rules.labels import match_labels
from snippet_check.schema.validation.rules.target_references import attachments, target_references
from snippet_check.schema.validation.violation import Violation, error, warning

_TCP_SOURCE = ("principals", "namespaces", "ipBlocks", "remoteIpBlocks", "serviceAccounts")
_TCP_SOURCE_FIELDS = frozenset(
    (*_TCP_SOURCE, *("notPrincipals", "notNamespaces", "notIpBlocks", "notRemoteIpBlocks", "notServiceAccounts"))
)
"""What can be known of a caller without HTTP."""


def validate(resource: Resource) -> Iterator[Violation]:
    spec = resource.spec
    yield from attachments(spec)
    yield from match_labels(spec.get("selector"), ("spec", "selector"))
    yield from target_references(spec)
    yield from _action(spec)
    for i, rule in enumerate(spec.get("rules", ())):
        yield from _rule(rule, i, ("spec", "rules", i))
        if spec.get("action") == "DENY" and _denies_all_tcp(rule):
            yield warning("authorization.deny_tcp", ("spec", "rules", i))


def _action(spec: Content) -> Iterator[Violation]:
    action, rules = spec.get("action", "ALLOW"), spec.get("rules", ())
    if action in ("CUSTOM", "DENY") and not rules:
        yield error("authorization.no_rules", ("spec",), action=action)
    if action == "CUSTOM":
        if rules and not spec.get("provider", {}).get("name"):
            yield error("authorization.provider_missing", ("spec", "provider"))
        for i, rule in enumerate(rules):
            yield from custom_rule(rule, ("spec", "rules", i))
    elif "provider" in spec:
        yield error("authorization.provider", ("spec", "provider"), action=action)


def _rule(rule: Content, number: int, path: FieldPath) -> Iterator[Violation]:
    for i, entry in enumerate(rule.get("from", ())):
        yield from source(entry.get("source"), number, (*path, "from", i))
    for i, entry in enumerate(rule.get("to", ())):
        yield from operation(entry.get("operation"), number, (*path, "to", i))
    for i, entry in enumerate(rule.get("when", ())):
        yield from condition(entry, (*path, "when", i))


def _denies_all_tcp(rule: Content) -> bool:
    """Whether a DENY rule asks for HTTP only: on a TCP port it then matches everything."""
    sources = [entry["source"] for entry in rule.get("from", ()) if "source" in entry]
    operations = [entry["operation"] for entry in rule.get("to", ()) if "operation" in entry]
    if operations:
        return not any("ports" in entry or "notPorts" in entry for entry in operations)
    return bool(sources) and not any(_TCP_SOURCE_FIELDS & entry.keys() for entry in sources)
