"""YAML as HTML: numbered lines, and each finding below the line it is about."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from html import escape
from itertools import pairwise

from snippet_check.diagnostics import Diagnostic, Level
from snippet_check.render.levels import LEVEL_WORDS
from snippet_check.render.yaml_tokens import Token, tokens
from snippet_check.source import Span

_ICONS = {
    Level.ERROR: "M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1Zm3.2 9.1-1.1 1.1L8 9.1l-2.1 2.1-1.1-1.1L6.9 8 4.8 5.9l1.1-1.1L8 6.9"
    "l2.1-2.1 1.1 1.1L9.1 8Z",
    Level.WARNING: "M8 1 0 15h16L8 1Zm-.8 5h1.6v4.6H7.2V6Zm0 5.8h1.6v1.6H7.2v-1.6Z",
    Level.INFO: "M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1Zm-.8 3h1.6v1.6H7.2V4Zm0 3h1.6v5H7.2V7Z",
}


def listing(text: str, findings: Iterable[Diagnostic], language: str, link: Callable[[str], str]) -> str:
    """The text as a `<pre>`, its findings between its lines.

    `link` gives the address of a code's page. Told apart by word, icon and code, not by colour alone. Copying takes the
    text without line numbers and findings.
    """
    by_line: dict[int, list[Diagnostic]] = {}
    for finding in sorted(findings, key=lambda one: (one.location().span.start, one.level.severity)):
        by_line.setdefault(finding.location().span.start.line, []).append(finding)
    rows = [
        _row(number, line, spans, by_line.get(number, ()), language, link)
        for number, (line, spans) in enumerate(tokens(text), 1)
    ]
    copied = escape(text.rstrip("\n"), quote=True).replace("\n", "&#10;")
    return f'<div class="highlight listing"><pre><code data-copy="{copied}">{"".join(rows)}</code></pre></div>'


def printed(text: str) -> str:
    """What a command printed, as a `<pre>`."""
    return f'<div class="highlight printed"><pre><code>{escape(text)}\n</code></pre></div>'


def _row(
    number: int,
    line: str,
    spans: Sequence[Token],
    findings: Sequence[Diagnostic],
    language: str,
    link: Callable[[str], str],
) -> str:
    marks = [columns for finding in findings if (columns := _columns(finding.location().span))]
    below = "".join(finding_note(finding, language, link) for finding in findings)
    worst = min((finding.level for finding in findings), key=lambda level: level.severity, default=None)
    kind = f" line--{worst.value.lower()}" if worst else ""
    return f'<span class="line{kind}" data-line="{number}">{_coloured(line, spans, marks)}\n</span>{below}'


def finding_note(finding: Diagnostic, language: str, link: Callable[[str], str]) -> str:
    """One finding: icon, level, code, text."""
    level = finding.level
    return (
        f'<span class="finding finding--{level.value.lower()}">'
        f'<svg viewBox="0 0 16 16" aria-hidden="true"><path d="{_ICONS[level]}"/></svg>'
        f"<span><b>{LEVEL_WORDS[level][language]}</b> "
        f'<a href="{escape(link(finding.code))}">{finding.code}</a> {escape(finding.text(language))}</span></span>'
    )


def _columns(span: Span) -> tuple[int, int] | None:
    """The columns of a value on one line, from 0; None for one that runs on: its end says little about it."""
    start, end = span
    return (start.column - 1, end.column - 1) if start.line == end.line and start.column < end.column else None


def _coloured(line: str, spans: Sequence[Token], marks: Sequence[tuple[int, int]]) -> str:
    """The line cut wherever a token or a mark begins or ends."""
    edges = {0, len(line), *(edge for one in spans for edge in one[:2]), *(edge for mark in marks for edge in mark)}
    cuts = sorted(edge for edge in edges if edge <= len(line))
    return "".join(_piece(line[start:end], start, spans, marks) for start, end in pairwise(cuts))


def _piece(text: str, start: int, spans: Sequence[Token], marks: Sequence[tuple[int, int]]) -> str:
    kind = next((token.kind for token in spans if token.start <= start < token.end), None)
    piece = f'<span class="{kind}">{escape(text)}</span>' if kind else escape(text)
    return f"<mark>{piece}</mark>" if any(first <= start < last for first, last in marks) else piece
