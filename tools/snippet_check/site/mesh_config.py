"""The table of mesh configuration: every field through all versions, with what site.js needs to filter it."""

from __future__ import annotations

import json
from html import escape

from snippet_check.facts.mesh_config import MeshConfigField, fields, versions
from snippet_check.facts.versions import MODELLED
from snippet_check.render.mesh_config import HEADERS, default_text, field_type, remarks, versions_text

_FILTER = {
    "ko": {"filter": "필드 거르기", "version": "Istio 버전", "all": "모든 버전", "shown": "{} 필드"},
    "en": {"filter": "Filter fields", "version": "Istio version", "all": "all versions", "shown": "{} fields"},
}


def mesh_config_table(language: str) -> str:
    """Every field that any version has; site.js adds the filter, without it this is a plain table."""
    header, words = HEADERS[language], _FILTER[language]
    head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in (header[0], *header[2:]))
    body = "\n".join(_row(field, language) for field in fields())
    labels = "".join(f' data-{name}-label="{escape(text)}"' for name, text in words.items())
    return (
        f'<div class="cards mesh-config" data-versions="{" ".join(versions())}" data-version="{MODELLED}"{labels}>'
        f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table></div>"
    )


def _row(field: MeshConfigField, language: str) -> str:
    span = f' data-since="{field.since}"' + (f' data-until="{field.until}"' if field.until else "")
    path, default = escape(field.path), escape(default_text(field.default_in(MODELLED)))
    value = f"<code>{_breakable(default)}</code>" if default else ""
    _, _, of_default, of_versions, _ = map(escape, HEADERS[language])
    return (
        f'<tr id="{path}"{span}><th scope="row"><a href="#{path}"><code>{_breakable(path)}</code></a>'
        f"<small>{_breakable(escape(field_type(field)))}</small></th>"
        f'<td data-label="{of_default}"{_changes(field)} data-search-exclude>{value}{_history(field)}</td>'
        f'<td data-label="{of_versions}" data-search-exclude>{versions_text(field)}</td>'
        f"<td>{escape(field.description.get(language, ''))} <small>{remarks(field, language)}</small></td></tr>"
    )


def _changes(field: MeshConfigField) -> str:
    """The default's history, for the script that shows another version's."""
    if not field.defaults:
        return ""
    history = {since: default_text(value) for since, value in field.defaults}
    return f' data-defaults="{escape(json.dumps(history))}"'


def _history(field: MeshConfigField) -> str:
    """The default's history, for a reader."""
    changes = (f"{since}: {escape(default_text(value)) or '-'}" for since, value in field.defaults)
    return f"<small>{'<br>'.join(changes)}</small>" if len(field.defaults) > 1 else ""


def _breakable(text: str) -> str:
    """Lets a long name break after its dots and bars."""
    return text.replace(".", ".<wbr>").replace("|", "|<wbr>").replace(",", ",<wbr>")
