"""Lists of values in rules and conditions: each function says what is wrong with one list.

Source: Istio pkg/config/security (ValidateIPs, CheckServiceAccount, CheckTrustDomainValues …).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from snippet_check.resource import FieldPath
from snippet_check.schema.validation.rules.addresses import is_ip, is_ip_or_network
from snippet_check.schema.validation.violation import Violation, error

_MAX_ACCOUNTS = 16
_MAX_ACCOUNT = 320
_QUOTED = frozenset(("slashes", "long", "part"))
_is_port = re.compile("0*[0-9]{1,5}").fullmatch


def empty_value(field: str, values: Sequence[str], path: FieldPath) -> Iterator[Violation]:
    if "" in values:
        yield error("authorization.value_empty", (*path, values.index("")), field=field)


def ip_blocks(values: Sequence[str], path: FieldPath) -> Iterator[Violation]:
    for i, block in enumerate(values):
        if bad_block(block):
            yield error("authorization.network" if "/" in block else "authorization.ip", (*path, i), address=block)


def bad_block(block: str) -> bool:
    """Whether this is neither an IP address nor a network."""
    return not (is_ip_or_network(block) if "/" in block else is_ip(block))


def bad_port(port: str) -> bool:
    """Whether this is no number from 0 to 65535."""
    return not _is_port(port) or int(port) > 65535


def service_accounts(field: str, values: Sequence[str], path: FieldPath) -> Iterator[Violation]:
    """The first problem of the list."""
    if problem := account_problem(values):
        check, value = problem
        arguments = {"several": {}, "empty": {"field": field}, "wildcard": {"field": field}}
        yield error(f"authorization.accounts_{check}", path, **arguments.get(check, {"account": value, "field": field}))


def account_problem(values: Sequence[str]) -> tuple[str, str] | None:
    """The rule that a list of service accounts breaks first, and the entry that does where Istio quotes it."""
    if len(values) > _MAX_ACCOUNTS:
        return "several", ""
    for value in values:
        if problem := _account_problem(value):
            return problem, value if problem in _QUOTED else ""
    return None


def _account_problem(value: str) -> str:
    if not value:
        return "empty"
    if "*" in value:
        return "wildcard"
    if value.count("/") > 1:
        return "slashes"
    if len(value.encode(errors="replace")) > _MAX_ACCOUNT:
        return "long"
    return "part" if value.startswith("/") or value.endswith("/") else ""


def trust_domains(field: str, values: Sequence[str], path: FieldPath) -> Iterator[Violation]:
    """The first problem of the list: all of it is looked at for empty entries, then for wildcards, then for slashes."""
    if "" in values:
        yield from empty_value(field, values, path)
    elif problem := wildcard_problem(values):
        check, value = problem
        yield error(f"authorization.{check}", (*path, values.index(value)), value=value, field=field)
    elif slashed := next((value for value in values if "/" in value), None):
        yield error("authorization.domain_slash", (*path, values.index(slashed)), domain=slashed, field=field)


def wildcard_problem(values: Sequence[str]) -> tuple[str, str] | None:
    """The first entry that has more than one wildcard, or one that is not at an end."""
    for value in values:
        if value.count("*") > 1:
            return "wildcards", value
        if "*" in value[1:-1]:
            return "wildcard_inside", value
    return None
