"""The principals that an AuthorizationPolicy names, and where."""

from __future__ import annotations

from collections.abc import Iterator

from snippet_check.mesh.content import mapping, mappings, text, texts
from snippet_check.resource import FieldPath, Resource

_IDENTITIES = ("principals", "notPrincipals", "namespaces", "notNamespaces", "serviceAccounts", "notServiceAccounts")
_KEYS = frozenset(("source.principal", "source.namespace", "source.serviceAccount"))


def principals(policy: Resource) -> Iterator[tuple[FieldPath, str]]:
    """Every principal, with its path."""
    for i, rule in enumerate(mappings(policy.spec, "rules")):
        for j, entry in enumerate(mappings(rule, "from")):
            for field in ("principals", "notPrincipals"):
                for k, principal in enumerate(texts(mapping(entry, "source"), field)):
                    yield ("spec", "rules", i, "from", j, "source", field, k), principal
        for j, condition in enumerate(mappings(rule, "when")):
            if text(condition, "key") == "source.principal":
                for field in ("values", "notValues"):
                    for k, principal in enumerate(texts(condition, field)):
                        yield ("spec", "rules", i, "when", j, field, k), principal


def identity_fields(policy: Resource) -> Iterator[FieldPath]:
    """The paths of everything that asks who the client is, which only mutual TLS tells."""
    for i, rule in enumerate(mappings(policy.spec, "rules")):
        for j, entry in enumerate(mappings(rule, "from")):
            source = mapping(entry, "source")
            yield from (("spec", "rules", i, "from", j, "source", field) for field in _IDENTITIES if source.get(field))
        for j, condition in enumerate(mappings(rule, "when")):
            if text(condition, "key") in _KEYS:
                yield "spec", "rules", i, "when", j, "key"
