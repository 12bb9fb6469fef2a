"""Conditions, as `when` states them. Source: Istio pkg/config/security (ValidateAttribute)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from snippet_check.resource import Content, FieldPath
from snippet_check.schema.validation.authorization_policy.values import (
    account_problem,
    bad_block,
    bad_port,
    wildcard_problem,
)
from snippet_check.schema.validation.violation import Violation, error

_MAPS = ("request.headers", "request.auth.claims", "experimental.envoy.filters.")
_FREE = frozenset(
    (
        *("source.namespace", "source.principal", "request.auth.principal", "request.auth.audiences"),
        *("request.auth.presenter", "connection.sni"),
    )
)
_REPLACED = {"destination.namespace": "namespace", "destination.name": "removed", "destination.user": "removed"}


def condition(content: Content, path: FieldPath) -> Iterator[Violation]:
    """A condition's values and notValues are judged by themselves: what is wrong with the key is found twice."""
    key = content.get("key", "")
    if not key:
        yield error("authorization.key_empty", path)
    elif not content.get("values") and not content.get("notValues"):
        yield error("authorization.condition_empty", path, key=key)
    else:
        for field in ("values", "notValues"):
            if problem := _problem(key, content.get(field, ())):
                check, detail = problem
                yield error(f"authorization.when_{check}", (*path, field), field=field, key=key, detail=detail)


def _problem(key: str, values: Sequence[str]) -> tuple[str, str] | None:
    """The rule that a key with these values breaks, and the values that do."""
    if "" in values:
        return "empty", ""
    if key.startswith(_MAPS):
        return None if _is_map_key(key) else ("map_key", "")
    if key in ("source.ip", "remote.ip", "destination.ip"):
        return _all_bad("ip", [value for value in values if bad_block(value)])
    if key == "destination.port":
        return _all_bad("port", [value for value in values if bad_port(value)])
    if key == "source.serviceAccount":
        return _first("account", account_problem(values))
    if key == "source.trustDomain":
        return _first("domain", wildcard_problem(values))
    return None if key in _FREE else (_rejected(key), "")


def _is_map_key(key: str) -> bool:
    return key.endswith("]") and 0 < key.find("[") < len(key) - 2


def _all_bad(check: str, bad: list[str]) -> tuple[str, str] | None:
    return (check, ", ".join(bad)) if bad else None


def _first(check: str, problem: tuple[str, str] | None) -> tuple[str, str] | None:
    return (f"{check}_{problem[0]}", problem[1]) if problem else None


def _rejected(key: str) -> str:
    return "selector" if key.startswith("destination.labels") else _REPLACED.get(key, "unknown")
