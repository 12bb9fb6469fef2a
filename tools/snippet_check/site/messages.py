"""A page for every message code, made of its message file and of the two snippets that show it."""

from __future__ import annotations

import functools
import importlib.resources
import string
from collections.abc import Iterator
from pathlib import Path

from snippet_check.analyze.analyzers import all_analyzers
from snippet_check.analyze.availability import codes_of
from snippet_check.diagnostics import MessageType, message_type
from snippet_check.eyes import Eyes
from snippet_check.render.levels import LEVEL_WORDS
from snippet_check.site.languages import LANGUAGES
from snippet_check.site.snippets import SNIPPETS

_ISTIO = "https://istio.io/latest/docs/reference/config/analysis/{code}/"
_WORDS = {
    "ko": {
        "meaning": "뜻",
        "bad": "나오는 예",
        "why": "왜",
        "fixed": "고친 예",
        "see": "더 보기",
        "level": "등급",
        "since": "Istio {}부터",
        "removed": "Istio {}부터 {} 전까지",
        "own": "snippet-check만의 검사",
        "eyes": "나오는 경우",
        "istio": "Istio 문서의 {code}",
        "all": "모든 메시지",
    },
    "en": {
        "meaning": "What it means",
        "bad": "An example",
        "why": "Why",
        "fixed": "Mended",
        "see": "See also",
        "level": "Level",
        "since": "Istio {} and later",
        "removed": "from Istio {} until before {}",
        "own": "a check of snippet-check's own",
        "eyes": "Reported with",
        "istio": "{code} in Istio's documentation",
        "all": "All messages",
    },
}


@functools.cache
def messages() -> tuple[MessageType, ...]:
    """Every message, by code: Istio's first, then our own."""
    folder = importlib.resources.files("snippet_check") / "messages"
    codes = sorted(file.name.removesuffix(".yaml").upper() for file in folder.iterdir() if file.name.endswith(".yaml"))
    return tuple(message_type(code) for code in codes)


def page_of(code: str) -> str:
    """Where a code's page is, from its language's home; the hook makes it relative to the page that it stands on."""
    return f"@/reference/analysis/{code.lower()}/"


def template(message: MessageType, language: str) -> str:
    """The message with its parameters named."""
    parsed = string.Formatter().parse(message.message[language])
    return "".join(text + (f"<{name}>" if name else "") for text, name, _, _ in parsed)


def pages() -> Iterator[tuple[str, str]]:
    """Path and Markdown of every message's page in every language."""
    for message in messages():
        for language in LANGUAGES:
            yield f"{language}/reference/analysis/{message.code.lower()}.md", _page(message, language)


def _page(message: MessageType, language: str) -> str:
    words = _WORDS[language]
    sections = [f"# {message.code} {message.name}", _facts(message, language, words)]
    meaning = f"> {_escaped(template(message, language))}"
    sections += [f"## {words['meaning']} {{ #meaning }}", meaning, _note(message, "explanation", language)]
    sections += _example(message, "bad", language)
    if why := _note(message, "why", language):
        sections += [f"## {words['why']} {{ #why }}", why]
    sections += _example(message, "fixed", language)
    sections += [f"## {words['see']} {{ #see-also }}", _see_also(message, words)]
    return "\n\n".join(filter(None, sections)) + "\n"


def _facts(message: MessageType, language: str, words: dict[str, str]) -> str:
    notes = message.notes
    if "since" not in notes:
        history = words["own"]
    else:
        history = words["removed" if "removed" in notes else "since"].format(notes["since"], notes.get("removed"))
    level = message.level.value.lower()
    facts = [f'<b class="level level--{level}">{LEVEL_WORDS[message.level][language]}</b>', history]
    if eyes := _eyes().get(message.code):
        facts.append(f"{words['eyes']}: {', '.join(f'`--as {one.value}`' for one in Eyes if one in eyes)}")
    return " · ".join(facts)


@functools.cache
def _eyes() -> dict[str, set[Eyes]]:
    """With whose eyes each code is reported."""
    found: dict[str, set[Eyes]] = {}
    for analyzer in all_analyzers():
        eyes = {one for one in Eyes if analyzer.runs_for(one)}
        for code in codes_of(analyzer):
            found.setdefault(code, set()).update(eyes)
    return found


def _note(message: MessageType, name: str, language: str) -> str:
    text: str = message.notes.get(name, {}).get(language, "")
    return text.strip()


def _example(message: MessageType, name: str, language: str) -> list[str]:
    """The snippet that fires, or its mend, where somebody wrote it."""
    path = Path("analysis", message.code.lower(), f"{name}.yaml")
    if not (SNIPPETS / path).exists():
        return []
    block = f'```python exec="true" html="true"\nprint(show("{path.as_posix()}", "{language}"))\n```'
    text = _note(message, "mend", language) if name == "fixed" else ""
    return [f"## {_WORDS[language][name]} {{ #{name} }}", text, block]


def _see_also(message: MessageType, words: dict[str, str]) -> str:
    links = [f"- [{words['all']}](index.md)"]
    if message.code.startswith("IST"):
        link = _ISTIO.format(code=message.code.lower())
        links.append(f"- [{words['istio'].format(code=message.code)}]({link})")
    return "\n".join(links)


def _escaped(text: str) -> str:
    """Text that Markdown must not take for anything else."""
    return "".join(f"\\{character}" if character in "\\`*_{}[]()#+!|" else character for character in text).replace(
        "<", "&lt;"
    )
