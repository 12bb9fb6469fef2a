"""snippet-check explain CODE: what a code means."""

from __future__ import annotations

import argparse
import string
from collections.abc import Iterator

from snippet_check.analyze.availability import eyes_for, reporters
from snippet_check.cli._parser import UsageError
from snippet_check.diagnostics import MessageType, message_type

HELP = {
    "en": "What a message code means, and when it is reported",
    "ko": "메시지 코드의 뜻과 나오는 때를 설명한다",
}

_TEXTS = {
    "en": {
        "unknown": 'no message has the code "{code}"',
        "code": "message code, such as IST0101",
        "since": "In Istio since {since}.",
        "removed": "In Istio since {since}, no more since {removed}.",
        "own": "A check of snippet-check's own.",
        "eyes": "Reported with --as {eyes}.",
        "nobody": "No version of `istioctl analyze` that is modelled here reports it.",
        "reading": "Reported when files are read.",
        "analyzers": "Analyzers: {names}",
    },
    "ko": {
        "unknown": '이런 코드의 메시지가 없다: "{code}"',
        "code": "메시지 코드. 예: IST0101",
        "since": "Istio {since}부터 있다.",
        "removed": "Istio {since}에 생겨 {removed}에서 없어졌다.",
        "own": "snippet-check만의 검사다.",
        "eyes": "나오는 경우: --as {eyes}.",
        "nobody": "여기서 다루는 `istioctl analyze`에서는 나오지 않는다.",
        "reading": "파일을 읽을 때 나온다.",
        "analyzers": "분석기: {names}",
    },
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("code", metavar="CODE", help=_TEXTS[parser.get_default("lang")]["code"])


def run(arguments: argparse.Namespace) -> int:
    texts = _TEXTS[arguments.lang]
    try:
        message = message_type(arguments.code.upper())
    except KeyError:
        raise UsageError(texts["unknown"].format(code=arguments.code)) from None
    print("\n".join(_explanation(message, arguments.lang, texts)))
    return 0


def _explanation(message: MessageType, language: str, texts: dict[str, str]) -> Iterator[str]:
    yield f"{message.code} {message.name} ({message.level.value})"
    yield ""
    yield _template(message.message[language])
    for part in ("explanation", "why", "mend"):
        if part in message.notes:
            yield ""
            yield message.notes[part][language].rstrip()
    yield ""
    history = "own" if message.code.startswith("SC") else "removed" if "removed" in message.notes else "since"
    yield texts[history].format(**message.notes)
    yield from _availability(message, texts)


def _availability(message: MessageType, texts: dict[str, str]) -> Iterator[str]:
    found = reporters(message.code)
    if found:
        yield texts["eyes"].format(eyes=" | ".join(eyes.value for eyes in eyes_for(message.code)))
        if names := ", ".join(analyzer.name for analyzer in found if analyzer.name):
            yield texts["analyzers"].format(names=names)
    else:
        yield texts["reading" if message.code.startswith("SC") else "nobody"]


def _template(template: str) -> str:
    """The template with its parameters named."""
    return "".join(text + (f"<{name}>" if name else "") for text, name, _, _ in string.Formatter().parse(template))
