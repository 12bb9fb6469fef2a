"""Callers, as `from` names them. Source: Istio pkg/config/security."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from snippet_check.resource import Content, FieldPath
from snippet_check.schema.validation.authorization_policy.values import (
    empty_value,
    ip_blocks,
    service_accounts,
    trust_domains,
)
from snippet_check.schema.validation.violation import Violation, error

_IDENTITIES = ("principals", "notPrincipals", "namespaces", "notNamespaces")
_ACCOUNTS = ("serviceAccounts", "notServiceAccounts")
_DOMAINS = ("trustDomains", "notTrustDomains")
_BLOCKS = ("ipBlocks", "notIpBlocks", "remoteIpBlocks", "notRemoteIpBlocks")
_OTHERS = ("requestPrincipals", "notRequestPrincipals")


def source(content: Content | None, rule: int, path: FieldPath) -> Iterator[Violation]:
    """One entry of `from`; `rule` is the number of its rule, counted from 0."""
    if content is None:
        yield error("authorization.source_missing", path, rule=rule)
        return
    at = (*path, "source")
    if any(map(content.get, _IDENTITIES)) and any(map(content.get, _ACCOUNTS)):
        yield error("authorization.accounts_and_identities", at, rule=rule)
    if not any(map(content.get, (*_IDENTITIES, *_ACCOUNTS, *_DOMAINS, *_BLOCKS, *_OTHERS))):
        yield error("authorization.source_empty", at, rule=rule)
    for field, values in content.items():
        yield from _values(field, values, (*at, field))


def _values(field: str, values: Sequence[str], path: FieldPath) -> Iterable[Violation]:
    if field in _BLOCKS:
        yield from ip_blocks(values, path)
    if field in _ACCOUNTS:
        yield from service_accounts(field, values, path)
    elif field in _DOMAINS:
        yield from trust_domains(field, values, path)
    elif field in (*_IDENTITIES, *_BLOCKS, *_OTHERS):
        yield from empty_value(field, values, path)
