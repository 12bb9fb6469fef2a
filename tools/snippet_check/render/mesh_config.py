"""Fields of MeshConfig as text: for the command and for the page."""

from __future__ import annotations

import json
from typing import Any

from snippet_check.facts.mesh_config import MeshConfigField

HEADERS = {
    "ko": ("필드", "타입", "기본값", "버전", "설명"),
    "en": ("Field", "Type", "Default", "Versions", "Description"),
}
_DEPRECATED = {"ko": "{}부터 쓰지 않기를 권함", "en": "deprecated since {}"}
_HIDDEN = {"ko": "문서에 없음", "en": "not documented"}
_DOCUMENTED = {"ko": "{}부터 문서에 있음", "en": "documented since {}"}
_CHART = {"ko": "설치 차트가 정함", "en": "set by the chart"}


def mesh_config_row(field: MeshConfigField, version: str, language: str) -> tuple[str, ...]:
    """A row for a field as it is in a version, in the order of HEADERS."""
    return (
        field.path,
        field_type(field),
        default_text(field.default_in(version)),
        versions_text(field),
        " ".join(filter(None, (field.description.get(language, ""), remarks(field, language)))),
    )


def field_type(field: MeshConfigField) -> str:
    """The type; of an enumeration its values."""
    return " | ".join(field.enum) if field.enum else field.type.removesuffix("?")


def versions_text(field: MeshConfigField) -> str:
    """As in "1.4 –" or "1.0 – 1.7"."""
    return f"{field.since} – {field.until or ''}".rstrip()


def remarks(field: MeshConfigField, language: str) -> str:
    """What to know before one relies on the field, in parentheses; "" for nothing."""
    found = []
    if field.deprecated:
        found.append(_DEPRECATED[language].format(field.deprecated))
    if field.hidden:
        found.append(_HIDDEN[language])
    if field.documented:
        found.append(_DOCUMENTED[language].format(field.documented))
    if field.default_layer == "chart":
        found.append(_CHART[language])
    return f"({', '.join(found)})" if found else ""


def default_text(default: Any) -> str:
    """A default as YAML on one line; "" where there is none."""
    if default is None:
        return ""
    return default if isinstance(default, str) else json.dumps(default, ensure_ascii=False)
