"""Where a field of a rule is written: in the VirtualService itself, or in the one it delegates to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from snippet_check.resource import FieldPath, Place


def field_place(sources: Sequence[Place], *path: str | int) -> Place:
    """The place of a field below the last of these places that has it; without it the last place itself."""
    for source in reversed(sources):
        if path[0] in _holder(source):
            return Place(source.resource, (*source.path, *path))
    return sources[-1]


def below(place: Place, *path: str | int) -> Place:
    return Place(place.resource, (*place.path, *path))


def _holder(place: Place) -> dict[str, Any]:
    found = value_at(place.resource.content, place.path)
    return found if isinstance(found, dict) else {}


def value_at(content: Any, path: FieldPath) -> Any:
    """The value at a path, None where there is none."""
    for step in path:
        if isinstance(content, dict):
            content = content.get(step)
        elif isinstance(content, list) and isinstance(step, int) and step < len(content):
            content = content[step]
        else:
            return None
    return content
