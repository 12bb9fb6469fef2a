"""What becomes of a snippet's calls: a figure for each way it goes, and all of them as a table."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import NamedTuple

from snippet_check.diagnostics import Diagnostic
from snippet_check.load import load_text
from snippet_check.render.call_text import ending
from snippet_check.render.svg import figure, in_words
from snippet_check.render.table import html_table
from snippet_check.render.traffic import Arrow, Traffic, percentage, traffic_of
from snippet_check.resource import Resource
from snippet_check.simulate.attempts import Answer
from snippet_check.simulate.calls import (
    CallsFile,
    Outcome,
    Run,
    read_scenarios,
    run_calls,
    unmet_expectations,
    unreadable,
)
from snippet_check.site.complaints import complain, notice
from snippet_check.site.snippets import SNIPPETS, Snippet, load_world

_HEADERS = {
    "ko": ("호출", "부르는 쪽", "결과", "목적지", "복사본"),
    "en": ("Call", "From", "Outcome", "Destinations", "Copies"),
}
_SCRIPTED = {"ko": "{scripts} → 클라이언트는 {status}", "en": "{scripts} → the client gets {status}"}
_LIST = {"ko": "호출 목록", "en": "List of calls"}


class Made(NamedTuple):
    """A snippet's calls by scenario, what became of them, and where that is not what their file expects."""

    scenarios: tuple[tuple[CallsFile, Run], ...]
    problems: Sequence[str]


def calls(snippet: Snippet, language: str) -> str:
    """The traffic as HTML, "" for a snippet without calls."""
    if not (SNIPPETS / _path(snippet)).exists():
        return ""
    scenarios, problems = made(snippet)
    return notice(problems, language) + "".join(_scenario(file, run, language) for file, run in scenarios)


def _scenario(file: CallsFile, run: Run, language: str) -> str:
    title = f'<p class="calls__title">{escape(file.title.get(language, ""))}</p>' if file.title else ""
    return f'<div class="calls">{title}{_figures(run.outcomes, language)}{_list(run.outcomes, language)}</div>'


@functools.cache
def made(snippet: Snippet) -> Made:
    """Makes a snippet's calls, once for both languages. Raises FileNotFoundError where it has none."""
    path = _path(snippet)
    source = (SNIPPETS / path).read_text("utf-8")
    if broken := [_problem(finding) for finding in unreadable(source, path)]:
        return Made((), complain(broken))
    files = read_scenarios(source, path)
    own = load_text(snippet.text, snippet.file).resources
    runs = [run_calls(file, (*_beside(file), *own)) for file in files]
    found = [finding for run in runs for finding in (*run.problems, *unmet_expectations(run.outcomes))]
    return Made(tuple(zip(files, runs, strict=True)), complain([_problem(finding) for finding in found]))


def _beside(file: CallsFile) -> Iterator[Resource]:
    return (resource for world in file.worlds for resource in load_world(world).resources)


def _problem(finding: Diagnostic) -> str:
    return f"snippets/{finding.location()}: [{finding.code}] {finding.text()}"


def _path(snippet: Snippet) -> str:
    return f"{snippet.path.removesuffix('.yaml')}.calls.yaml"


def _figures(outcomes: Iterable[Outcome], language: str) -> str:
    """One figure for calls that look alike, under the requests that it stands for."""
    drawn: dict[str, tuple[Traffic, list[str]]] = {}
    for outcome in outcomes:
        traffic = _traffic(outcome)
        key = f"{traffic.caller} {in_words(traffic, language)}"
        drawn.setdefault(key, (traffic, []))[1].append(_request(traffic, outcome, language))
    return "".join(
        f'<div class="call"><p class="call__request">{"<br>".join(dict.fromkeys(requests))}</p>'
        f"{figure(traffic, language)}</div>"
        for traffic, requests in drawn.values()
    )


def _traffic(outcome: Outcome) -> Traffic:
    content = outcome.entry.content
    request = f"{outcome.result.call.method} {content.get('url', '')}"
    return traffic_of(outcome.way, str(content.get("from", "")), request)


def _request(traffic: Traffic, outcome: Outcome, language: str) -> str:
    """The request line and its headers; where upstreams are told what to answer, that and what the client gets."""
    headers = "".join(f" <code>{escape(name)}: {escape(value)}</code>" for name, value in outcome.result.call.headers)
    scripts = "; ".join(_script(name, answers) for name, answers in outcome.scripts.items())
    told = f" — {_SCRIPTED[language].format(scripts=escape(scripts), status=outcome.status)}" if scripts else ""
    return f"<code>{escape(traffic.request)}</code>{headers}{told}"


def _script(name: str, answers: Sequence[Answer]) -> str:
    """As in "v2: 503, 200 (2s)"."""
    delays = (f" ({answer.delay:g}s)" if answer.delay else "" for answer in answers)
    return f"{name}: {', '.join(f'{one.status}{delay}' for one, delay in zip(answers, delays, strict=True))}"


def _list(outcomes: Iterable[Outcome], language: str) -> str:
    """All calls as a table: what the figures show, in words."""
    rows = (_row(outcome, _traffic(outcome), language) for outcome in outcomes)
    return f"<details><summary>{_LIST[language]}</summary>{html_table(_HEADERS[language], rows)}</details>"


def _row(outcome: Outcome, traffic: Traffic, language: str) -> tuple[str, ...]:
    return (
        f'<span lang="en">{escape(outcome.entry.name)}</span><br>{_request(traffic, outcome, language)}',
        escape(traffic.caller),
        escape(ending(traffic, outcome.status, language)),
        _shares(traffic.arrows),
        _shares(traffic.mirrors),
    )


def _shares(arrows: Iterable[Arrow]) -> str:
    return "<br>".join(f"{escape(arrow.to)} {percentage(arrow.percent)}" for arrow in arrows)
