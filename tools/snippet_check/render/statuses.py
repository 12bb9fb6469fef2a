"""The status of Gateway API resources as rows, and as JSON."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from snippet_check.mesh.content import mappings, text
from snippet_check.mesh.gateway_api.conditions import Condition
from snippet_check.mesh.gateway_api.statuses import Status
from snippet_check.render.table import text_table
from snippet_check.resource import Place

_HEADERS = {
    "ko": ("kind", "이름", "대상", "Accepted", "Programmed", "ResolvedRefs", "위치"),
    "en": ("Kind", "Name", "Of", "Accepted", "Programmed", "ResolvedRefs", "Where"),
}
_CONDITIONS = ("Accepted", "Programmed", "ResolvedRefs")
_NONE = "-"
_PARTS = {"listeners": "listener", "parentRefs": "parent"}


def status_table(statuses: Iterable[Status], language: str) -> str:
    """A row for each resource, listener and parent; what is not True has its reason and its line."""
    rows = (
        (
            status.resource.kind,
            str(status.resource.full_name),
            " ".join(_part(status)).strip(),
            *(_cell(status, name) for name in _CONDITIONS),
            ", ".join(dict.fromkeys(map(_reference, _places(status)))),
        )
        for status in statuses
    )
    return text_table(_HEADERS[language], rows)


def statuses_as_json(statuses: Iterable[Status]) -> list[Any]:
    """A mapping for each resource, listener and parent, with every condition."""
    return [
        {
            "kind": status.resource.kind,
            "namespace": status.resource.namespace,
            "name": status.resource.name,
            **({part: name} if part else {}),
            "conditions": [_as_json(one) for one in status.conditions],
        }
        for status, (part, name) in ((one, _part(one)) for one in statuses)
    ]


def _part(status: Status) -> tuple[str, str]:
    """What a status is about: "listener" or "parent", and its name."""
    if status.part is None:
        return "", ""
    _, field, position = status.part.path
    written = mappings(status.resource.spec, str(field))[int(position)]
    names = (text(written, "namespace"), text(written, "name"), text(written, "sectionName"))
    port = f":{written['port']}" if field == "parentRefs" and "port" in written else ""
    return _PARTS[str(field)], "/".join(name for name in names if name) + port


def _cell(status: Status, name: str) -> str:
    found = next((one for one in status.conditions if one.type == name), None)
    if found is None:
        return _NONE
    return "True" if found.status == "True" else f"{found.status}: {found.reason}"


def _places(status: Status) -> list[Place]:
    """The values to blame; the reference itself where nobody reports on it."""
    if not status.conditions:
        return [status.part or status.resource.at()]
    return [one.place for one in status.conditions if one.place]


def _as_json(one: Condition) -> Any:
    content = {"type": one.type, "status": one.status, "reason": one.reason}
    return {**content, "reference": _reference(one.place)} if one.place else content


def _reference(place: Place) -> str:
    location = place.location()
    return f"{location.file}:{location.span.start.line}"
