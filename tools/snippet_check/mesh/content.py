"""Values out of decoded YAML in the type that a field has; an empty value where something else is written.

The schema has said what is wrong by then: here a wrong type reads like a field that is left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from snippet_check.resource import Content

TRUE_WORDS = frozenset(("1", "t", "T", "TRUE", "true", "True"))
"""How truth is written where Go's strconv.ParseBool reads it: in annotations, labels and node metadata."""


def mapping(content: Any, *path: str) -> Content:
    """The mapping at a path of field names, {} where there is none."""
    for key in path:
        content = content.get(key) if isinstance(content, dict) else None
    return content if isinstance(content, dict) else {}


def sequence(content: Any, key: str) -> list[Any]:
    """The list in a field, [] where there is none."""
    value = content.get(key) if isinstance(content, dict) else None
    return value if isinstance(value, list) else []


def mappings(content: Any, key: str) -> list[Content]:
    """The list in a field, each item as a mapping: indices stay those of the source."""
    return [item if isinstance(item, dict) else {} for item in sequence(content, key)]


def texts(content: Any, key: str) -> list[str]:
    """The strings of the list in a field."""
    return [item for item in sequence(content, key) if isinstance(item, str)]


def text(content: Any, key: str) -> str:
    """The string in a field, "" where there is none."""
    value = content.get(key) if isinstance(content, dict) else None
    return value if isinstance(value, str) else ""


def number(content: Any, key: str) -> int:
    """The whole number in a field, 0 where there is none; protobuf's JSON takes numbers in quotes and 80.0 too."""
    value = content.get(key) if isinstance(content, dict) else None
    return whole(value)


def whole(value: Any) -> int:
    """A whole number written as a number or as decimal text, else 0."""
    if isinstance(value, bool):
        return 0
    if isinstance(value, int):
        return value
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, str) and len(value) < 20 and value.isascii() and value.removeprefix("-").isdigit():
        return int(value)
    return 0


def double(content: Any, key: str, default: float = 0.0) -> float:
    """The number in a field, `default` where there is none that a double can hold."""
    value = content.get(key) if isinstance(content, dict) else None
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return default
    try:
        return float(value)
    except OverflowError:
        return default


def truth(content: Any, key: str, default: bool = False) -> bool:
    """The boolean in a field, `default` where there is none."""
    value = content.get(key) if isinstance(content, dict) else None
    return value if isinstance(value, bool) else default


def strings(content: Any, *path: str) -> dict[str, str]:
    """A map of strings at a path, such as labels: entries of another type are left out."""
    return {k: v for k, v in mapping(content, *path).items() if isinstance(k, str) and isinstance(v, str)}


def selects(selector: Mapping[str, str], labels: Mapping[str, str]) -> bool:
    """Whether `labels` hold all that a selector asks for; an empty selector selects everything."""
    return all(labels.get(key) == value for key, value in selector.items())
