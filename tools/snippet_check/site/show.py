"""A snippet on a page: its lines with what is found on them, the tool's own words, and what becomes of its calls."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from html import escape

from snippet_check.analyze.order import Entry
from snippet_check.analyze.run import Options, entries
from snippet_check.render.html import listing, printed
from snippet_check.render.text import findings as as_text
from snippet_check.site.calls import calls
from snippet_check.site.complaints import complain, notice
from snippet_check.site.messages import page_of
from snippet_check.site.snippets import Snippet, differences, files, read, together

_WORLDS = {"ko": "이미 클러스터에 있는 것: {}", "en": "Already in the cluster: {}"}
_NOTHING = {"ko": "찾은 것이 없다: {}", "en": "nothing found in: {}"}


def show(path: str, language: str) -> str:
    """The snippet below snippets/ as HTML, with a notice where it is not what it says. Raises FileNotFoundError."""
    snippet, found, problems = _checked(path)
    code = listing(snippet.text, (entry.finding for entry in found), language, page_of)
    listed = tabs(snippet.path, ((snippet.file, code), ("analyze", _output(snippet, found, language))))
    # A section: what Material leaves out of the search index may hold no second element of its name.
    return (
        f'<section class="snippet" data-search-exclude>{notice(problems, language)}{listed}'
        f"{_applied_to(snippet, language)}{calls(snippet, language)}</section>"
    )


@functools.cache
def _checked(path: str) -> tuple[Snippet, list[Entry], Sequence[str]]:
    """The snippet, what is found in it, and where that is not what it says; once for both languages."""
    snippet = read(path)
    found = _findings(snippet)
    return snippet, found, complain(differences(snippet, (entry.finding for entry in found)))


def _findings(snippet: Snippet) -> list[Entry]:
    """What is found in the snippet when its worlds are applied too; they are not to blame for anything."""
    return [one for one in entries(together(snippet), Options()) if one.finding.location().file == snippet.file]


def _output(snippet: Snippet, found: list[Entry], language: str) -> str:
    """What the command prints."""
    text = as_text(found, language) or _NOTHING[language].format(files(snippet).replace(" ", ", "))
    return printed(f"$ snippet-check analyze {files(snippet)}\n{text}")


def _applied_to(snippet: Snippet, language: str) -> str:
    """The way to what else there is in the cluster."""
    links = ", ".join(f'<a href="@/reference/worlds/#{world}">{world}.yaml</a>' for world in snippet.worlds)
    return f'<p class="snippet__worlds">{_WORLDS[language].format(links)}</p>' if links else ""


def world(name: str, language: str) -> str:
    """A cluster that snippets are applied to, as HTML. Raises FileNotFoundError."""
    return f"<div data-search-exclude>{listing(read(f'worlds/{name}.yaml').text, (), language, page_of)}</div>"


def tabs(identifier: str, shown: tuple[tuple[str, str], ...]) -> str:
    """Material's own tabs: radio buttons, so that they work without JavaScript."""
    name = f"__tabbed_{identifier.replace('/', '_')}"
    inputs, labels, blocks = [], [], []
    for number, (label, content) in enumerate(shown, 1):
        checked = ' checked="checked"' if number == 1 else ""
        inputs.append(f'<input{checked} id="{name}_{number}" name="{name}" type="radio">')
        labels.append(f'<label for="{name}_{number}">{escape(label)}</label>')
        blocks.append(f'<div class="tabbed-block">{content}</div>')
    return (
        f'<div class="tabbed-set tabbed-alternate" data-tabs="{escape(identifier)}:{len(shown)}">{"".join(inputs)}'
        f'<div class="tabbed-labels">{"".join(labels)}</div><div class="tabbed-content">{"".join(blocks)}</div></div>'
    )
