"""The settings file and the baseline of the commands that report findings."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from snippet_check.analyze.order import Entry
from snippet_check.analyze.settings import NO_SETTINGS, Settings
from snippet_check.cli._parser import UsageError
from snippet_check.diagnostics import message_type
from snippet_check.load.malformed import MalformedError
from snippet_check.source import Location, Position, Span

FILE = "snippet-check.yaml"

TEXTS = {
    "en": {
        "config": f"settings: what is accepted, and what lives elsewhere (default: {FILE} here, if there is one)",
        "world": "a file that is read along and not reported on; repeatable",
        "baseline": "report only what this file does not accept; written with today's findings where it is not there",
        "update_baseline": "accept today's findings in the baseline",
        "unreadable": '{reason}: "{file}"',
        "not_baseline": 'this is no baseline: "{file}"',
        "accepted": '{count} findings are now accepted: "{file}"',
        "missing": "{place}: this needs a {name}",
        "unknown": '{place}: there is no setting "{name}"',
        "mapping": "{place}: this has to be a mapping",
        "list": "{place}: this has to be a list: {name}",
        "text": "{place}: this has to be text: {name}",
    },
    "ko": {
        "config": f"설정 파일. 무엇을 받아들일지, 무엇이 다른 곳에 있는지 적는다. 기본값은 여기 있는 {FILE}",
        "world": "함께 읽되 보고하지 않는 파일. 여러 번 쓸 수 있다",
        "baseline": "이 파일이 받아들이지 않은 것만 보고한다. 파일이 없으면 지금 찾은 것으로 만든다",
        "update_baseline": "지금 찾은 것을 모두 baseline에 받아들인다",
        "unreadable": '읽을 수 없다: "{file}" ({reason})',
        "not_baseline": 'baseline이 아니다: "{file}"',
        "accepted": '이제 받아들인 것: {count}개, "{file}"',
        "missing": "{place}: 빠진 것이 있다: {name}",
        "unknown": '{place}: 이런 설정은 없다: "{name}"',
        "mapping": "{place}: 여기에는 mapping이 와야 한다",
        "list": "{place}: 여기에는 목록이 와야 한다: {name}",
        "text": "{place}: 여기에는 글자가 와야 한다: {name}",
    },
}


def settings(path: str, language: str) -> Settings:
    """The settings of a file; of the one in the current directory, if there is one, for "". Raises UsageError."""
    if not path and not Path(FILE).is_file():
        return NO_SETTINGS
    from snippet_check.analyze.settings_file import SettingsError, read_settings

    file, texts = path or FILE, TEXTS[language]
    try:
        return read_settings(_read(file, language), file)
    except SettingsError as error:
        raise UsageError(texts[error.problem].format(place=error.place, name=error.name)) from None
    except MalformedError as error:
        place = Position(error.line + 1, error.column + 1)
        location = Location(file, Span(place, place))
        text = message_type(error.code).at(location, **error.arguments).text(language)
        raise UsageError(f"{location}: {text}") from None


def without_baseline(entries: Sequence[Entry], path: str, update: bool, language: str) -> tuple[list[Entry], str]:
    """The entries that a baseline does not accept, and what is to be said about it. Raises UsageError."""
    from snippet_check.analyze.baseline import new_findings, read_baseline, write_baseline

    if update or not Path(path).exists():
        Path(path).write_text(write_baseline(entries), encoding="utf-8")
        return [], TEXTS[language]["accepted"].format(count=len(entries), file=path)
    try:
        return new_findings(entries, read_baseline(_read(path, language))), ""
    except (ValueError, KeyError):
        raise UsageError(TEXTS[language]["not_baseline"].format(file=path)) from None


def _read(file: str, language: str) -> str:
    try:
        return Path(file).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UsageError(TEXTS[language]["unreadable"].format(file=file, reason=reason)) from None
