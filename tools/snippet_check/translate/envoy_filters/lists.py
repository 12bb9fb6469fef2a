"""Putting something into a list, by EnvoyFilter's operations."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from snippet_check.translate.envoy_filters.patches import Patch

_Item = TypeVar("_Item")


def with_inserted(
    items: Sequence[_Item], patch: Patch, make: Callable[[], _Item], is_named: Callable[[_Item], bool] | None
) -> list[_Item]:
    """The list with a new item, if the patch brings one.

    `is_named` finds the item that the patch names. Without one a new item goes to the end, or before all; where the
    named one is missing, nothing happens.
    """
    if patch.operation == "ADD":
        return [*items, make()]
    if is_named is None:
        match patch.operation:
            case "INSERT_AFTER":
                return [*items, make()]
            case "INSERT_BEFORE" | "INSERT_FIRST":
                return [make(), *items]
        return list(items)
    found = next((i for i, item in enumerate(items) if is_named(item)), None)
    if found is None:
        return list(items)
    at = {"INSERT_FIRST": 0, "INSERT_BEFORE": found, "INSERT_AFTER": found + 1}.get(patch.operation)
    return list(items) if at is None else [*items[:at], make(), *items[at:]]


def with_replaced(
    items: Sequence[_Item], patch: Patch, make: Callable[[], _Item], is_named: Callable[[_Item], bool] | None
) -> list[_Item]:
    """The list with the named item replaced, or all that are so named removed, if the patch does either."""
    if is_named is None:
        return list(items)
    if patch.operation == "REMOVE":
        return [item for item in items if not is_named(item)]
    found = next((i for i, item in enumerate(items) if is_named(item)), None)
    if patch.operation != "REPLACE" or found is None:
        return list(items)
    return [*items[:found], make(), *items[found + 1 :]]
