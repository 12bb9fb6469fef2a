"""What a rule with the action CUSTOM cannot ask, because the provider is asked before the caller is known."""

from __future__ import annotations

from collections.abc import Iterator

from snippet_check.resource import Content, FieldPath
from snippet_check.schema.validation.violation import Violation, error

_SOURCE_FIELDS = (
    *("namespaces", "notNamespaces", "serviceAccounts", "notServiceAccounts", "trustDomains", "notTrustDomains"),
    *("principals", "notPrincipals", "requestPrincipals", "notRequestPrincipals"),
)
_KEYS = frozenset(("source.namespace", "source.serviceAccount", "source.trustDomain", "source.principal"))


def custom_rule(rule: Content, path: FieldPath) -> Iterator[Violation]:
    for i, entry in enumerate(rule.get("from", ())):
        for field in _SOURCE_FIELDS:
            if entry.get("source", {}).get(field):
                yield error("authorization.custom_source", (*path, "from", i, "source", field), field=field)
    for i, entry in enumerate(rule.get("when", ())):
        key = entry.get("key", "")
        if key in _KEYS or key.startswith("request.auth."):
            yield error("authorization.custom_key", (*path, "when", i, "key"), key=key)
