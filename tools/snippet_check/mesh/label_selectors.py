"""Kubernetes' label selectors with expressions: `matchLabels` and `matchExpressions`.

Source: k8s.io/apimachinery pkg/apis/meta/v1 (LabelSelectorAsSelector), pkg/labels (Requirement).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from snippet_check.mesh.content import mappings, strings, text, texts
from snippet_check.mesh.labels import Labels
from snippet_check.resource import Content

_NAME = r"([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]"
_SUBDOMAIN = r"[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*"
_is_key = re.compile(rf"((?=[^/]{{1,253}}/){_SUBDOMAIN}/)?(?=[^/]{{1,63}}\Z){_NAME}").fullmatch
_is_value = re.compile(rf"(?=.{{0,63}}\Z)({_NAME})?").fullmatch


class _Requirement(NamedTuple):
    key: str
    operator: str
    values: list[str]


def label_selector_selects(selector: Content, labels: Labels) -> bool:
    """Whether a LabelSelector selects these labels: an empty one everything, one that Kubernetes refuses nothing."""
    requirements = list(_requirements(selector))
    return all(map(_is_valid, requirements)) and all(_holds(requirement, labels) for requirement in requirements)


def values_mentioned(selector: Content, key: str) -> Iterator[str]:
    """The values that a LabelSelector mentions for a label, whatever it asks of them."""
    return (value for requirement in _requirements(selector) if requirement.key == key for value in requirement.values)


def _requirements(selector: Content) -> Iterator[_Requirement]:
    for key, value in strings(selector, "matchLabels").items():
        yield _Requirement(key, "In", [value])
    for expression in mappings(selector, "matchExpressions"):
        yield _Requirement(text(expression, "key"), text(expression, "operator"), texts(expression, "values"))


def _is_valid(requirement: _Requirement) -> bool:
    key, operator, values = requirement
    if not _is_key(key) or not all(map(_is_value, values)):
        return False
    return bool(values) if operator in ("In", "NotIn") else operator in ("Exists", "DoesNotExist") and not values


def _holds(requirement: _Requirement, labels: Labels) -> bool:
    key, operator, values = requirement
    present = key in labels and (operator == "Exists" or operator == "DoesNotExist" or labels[key] in values)
    return present == (operator in ("In", "Exists"))
