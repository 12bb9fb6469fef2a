"""Label selectors with expressions."""

from __future__ import annotations

from typing import Any

import pytest

from snippet_check.mesh.label_selectors import label_selector_selects, values_mentioned

LABELS = {"app": "reviews", "empty": ""}


def expression(key: str, operator: str, *values: str) -> dict[str, Any]:
    return {"matchExpressions": [{"key": key, "operator": operator, "values": list(values)}]}


@pytest.mark.parametrize(
    "selector",
    [
        {},
        {"matchLabels": {"app": "reviews"}},
        {"matchLabels": {"empty": ""}},
        expression("app", "In", "ratings", "reviews"),
        expression("app", "NotIn", "ratings"),
        expression("missing", "NotIn", "x"),
        expression("empty", "Exists"),
        expression("missing", "DoesNotExist"),
    ],
)
def test_selectors_that_select(selector: dict[str, Any]) -> None:
    assert label_selector_selects(selector, LABELS)


@pytest.mark.parametrize(
    "selector",
    [
        {"matchLabels": {"app": "ratings"}},
        {"matchLabels": {"missing": ""}},
        expression("app", "In", "ratings"),
        expression("app", "NotIn", "reviews"),
        expression("app", "DoesNotExist"),
        expression("missing", "Exists"),
    ],
)
def test_selectors_that_do_not(selector: dict[str, Any]) -> None:
    assert not label_selector_selects(selector, LABELS)


@pytest.mark.parametrize(
    "selector",
    [
        expression("app", "In"),
        expression("missing", "DoesNotExist", "x"),
        expression("app", "Gt", "1"),
        expression("-app", "DoesNotExist"),
        expression("Example.com/app", "DoesNotExist"),
        {"matchLabels": {"missing/": ""}},
        {"matchLabels": {"app": "x" * 64}},
    ],
)
def test_what_kubernetes_refuses_selects_nothing(selector: dict[str, Any]) -> None:
    assert not label_selector_selects(selector, LABELS)


def test_values_mentioned_for_a_label() -> None:
    selector = {"matchLabels": {"rev": "a", "app": "b"}, **expression("rev", "NotIn", "c", "d")}
    assert list(values_mentioned(selector, "rev")) == ["a", "c", "d"]
