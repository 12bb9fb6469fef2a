"""Every field of an object is one that its kind has: a cluster drops or refuses any other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from snippet_check.diagnostics import Diagnostic, message_type
from snippet_check.lint._closest import closest
from snippet_check.resource import FieldPath, Resource
from snippet_check.schema.fields import Fields, fields_of
from snippet_check.schema.kinds import find_kind


def check(resource: Resource) -> Iterator[Diagnostic]:
    kind = find_kind(resource.group_version_kind)
    known = fields_of(kind) if kind else None
    if known is None or _all_known(resource.written, known):
        return
    for path, fields in _unknown(resource.written, known, ()):
        field = str(path[-1])
        yield message_type("SC0103").at(resource.at(*path).key, field=field, closest=closest(field, fields.names))


def _all_known(value: Any, known: Fields) -> bool:
    """The same question without the places: nearly always nothing is unknown."""
    if type(value) is list:
        return all(_all_known(item, known) for item in value)
    if type(value) is not dict:
        return True
    if known.is_map:
        return known.inner is None or all(_all_known(item, known.inner) for item in value.values())
    names = known.names
    for name, item in value.items():
        if name not in names:
            return False
        inner = names[name]
        if inner is not None and not _all_known(item, inner):
            return False
    return True


def _unknown(value: Any, known: Fields, path: FieldPath) -> Iterator[tuple[FieldPath, Fields]]:
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from _unknown(item, known, (*path, index))
    elif isinstance(value, dict):
        for name, item in value.items():
            if not known.is_map and name not in known.names:
                yield (*path, name), known
            elif inner := known.inner if known.is_map else known.names[name]:
                yield from _unknown(item, inner, (*path, name))
