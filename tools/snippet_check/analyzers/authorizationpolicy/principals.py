"""A principal is written so that it can match, and its service account exists where its namespace is known.

Source: Istio 1.30 pilot/pkg/security/authz/model/generator.go: what is written is compared with the client's SPIFFE
identity behind "spiffe://"; a `*` stands for anything at the beginning or at the end only.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from snippet_check.analyzers.authorizationpolicy._principals import principals
from snippet_check.diagnostics import Diagnostic, message_type
from snippet_check.mesh import Mesh
from snippet_check.mesh.content import text

INPUTS = frozenset({"AuthorizationPolicy", "ServiceAccount", "Pod"})

_ACCOUNT = re.compile(r"[^/*]+/ns/([^/*]+)/sa/([^/*]+)")
_SCHEME = "spiffe:"


def analyze(mesh: Mesh) -> Iterator[Diagnostic]:
    accounts = _accounts(mesh)
    for policy in mesh.of_kind("AuthorizationPolicy"):
        for path, principal in principals(policy):
            reason = _never_matches(principal)
            account = _ACCOUNT.fullmatch(principal)
            if reason:
                yield message_type("SC0242").at(policy.at(*path), principal=principal, reason=reason)
            elif account and account[2] not in accounts.get(account[1], {account[2]}):
                yield message_type("SC0243").at(policy.at(*path), namespace=account[1], account=account[2])


def _never_matches(principal: str) -> str:
    """Why no client can have a principal, "" for one that a client may have."""
    if principal.startswith(_SCHEME):
        return "scheme"
    if "*" in principal[1:-1]:
        return "middle"
    return "form" if principal and not set("/*") & set(principal) else ""


def _accounts(mesh: Mesh) -> dict[str, set[str]]:
    """The service accounts of each namespace that declares one: others may leave theirs to somebody else."""
    declared: dict[str, set[str]] = defaultdict(lambda: {"default"})
    for account in mesh.of_kind("ServiceAccount"):
        declared[account.namespace].add(account.name)
    for pod in mesh.of_kind("Pod"):
        if pod.namespace in declared:
            declared[pod.namespace].add(text(pod.spec, "serviceAccountName"))
    return dict(declared)
