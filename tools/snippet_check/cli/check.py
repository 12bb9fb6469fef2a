"""snippet-check check: whether files hold what their comments say, and nothing else is to be said about them."""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from snippet_check.analyze.run import Options, entries
from snippet_check.analyze.settings import Settings
from snippet_check.cli._parser import Parser, UsageError, require_modelled
from snippet_check.cli._settings import TEXTS as SETTINGS_TEXTS
from snippet_check.cli._settings import settings
from snippet_check.cli._units import Unit, files_in, is_calls, units
from snippet_check.diagnostics import Diagnostic
from snippet_check.load import Loaded
from snippet_check.load.expectations import Expectation, expectations

HELP = {
    "en": "Check files: each finding must be announced by a comment such as `# error: [IST0101]` on its line",
    "ko": "파일을 검사한다. 찾은 것은 모두 그 줄의 주석 `# error: [IST0101]` 따위가 예고한 것이어야 한다",
}

_DEFAULT_PATHS = ("snippets", "docs")

_TEXTS = {
    "en": {
        "paths": "YAML and Markdown files and directories of them (default: snippets and docs)",
        "no_paths": "which files? There is neither a directory snippets nor docs here",
        "unreadable": '{reason}: "{file}"',
        "unexpected": "{place}: unexpected {level} [{code}] {text}",
        "missing": "{place}: {level} [{code}] was to be found here",
        "code": "{place}: [{code}] was to be found in this fence",
        "beside": '{place}: there is no world and no fence called "{name}"',
        "no_world": 'there is no world called "{name}": "{file}"',
        "no_reason": '{place}: a fence that is skipped has to say why: skip="…"',
        "skipped": "{place}: skipped: {reason}",
        "summary": "{units} checked, {skipped} skipped, {problems} problems",
    },
    "ko": {
        "paths": "YAML과 Markdown 파일, 그런 파일의 디렉터리. 기본값은 snippets와 docs",
        "no_paths": "검사할 파일이 없다. 여기에는 snippets도 docs도 없다",
        "unreadable": '읽을 수 없다: "{file}" ({reason})',
        "unexpected": "{place}: 예고 없이 나온 {level} [{code}] {text}",
        "missing": "{place}: 예고했지만 나오지 않은 {level} [{code}]",
        "code": "{place}: 이 펜스에서 나와야 하는데 나오지 않은 [{code}]",
        "beside": '{place}: 이런 이름의 world나 펜스가 없다: "{name}"',
        "no_world": '이런 이름의 world가 없다: "{name}", "{file}"',
        "no_reason": '{place}: 펜스를 건너뛰려면 이유를 적는다: skip="…"',
        "skipped": "{place}: 건너뜀: {reason}",
        "summary": "검사 {units}개, 건너뜀 {skipped}개, 문제 {problems}개",
    },
}


class Remark(NamedTuple):
    """Something to say about a place of a file; the text is one of _TEXTS."""

    line: int
    text: str
    arguments: dict[str, Any]
    column: int | None = None

    def place(self, file: str) -> str:
        return f"{file}:{self.line}" if self.column is None else f"{file}:{self.line}:{self.column}"


def add_arguments(parser: Parser) -> None:
    parser.add_argument("paths", nargs="*", metavar="PATH", help=_TEXTS[parser.get_default("lang")]["paths"])
    own = SETTINGS_TEXTS[parser.get_default("lang")]
    parser.add_argument("--config", default="", metavar="FILE", help=own["config"])


def run(arguments: argparse.Namespace) -> int:
    texts = _TEXTS[arguments.lang]
    require_modelled(arguments.istio)
    found = [unit for file in _files(arguments.paths, texts) for unit in _units(file, file in arguments.paths, texts)]
    looked_at = [unit for unit in found if not unit.skip]
    decided = settings(arguments.config, arguments.lang)
    problems = [(unit, remark) for unit in looked_at for remark in _remarks(unit, decided, arguments.lang)]
    for unit, remark in problems:
        print(texts[remark.text].format(place=remark.place(unit.file), **remark.arguments))
    if not arguments.quiet:
        for unit in found:
            if unit.skip:
                print(texts["skipped"].format(place=f"{unit.file}:{unit.first}", reason=unit.skip))
        skipped = len(found) - len(looked_at)
        print(texts["summary"].format(units=len(looked_at), skipped=skipped, problems=len(problems)))
    return 1 if problems else 0


def _files(paths: list[str], texts: dict[str, str]) -> Iterator[str]:
    default = [path for path in _DEFAULT_PATHS if Path(path).is_dir()]
    if not (paths or default):
        raise UsageError(texts["no_paths"])
    return files_in(paths or default)


def _units(file: str, is_named: bool, texts: dict[str, str]) -> Iterator[Unit]:
    """Of a directory's files those that hold resources: a repository has other YAML as well."""
    try:
        yield from units(file, only_resources=not is_named)
    except OSError as error:
        raise UsageError(texts["unreadable"].format(file=error.filename, reason=error.strerror)) from None


def _remarks(unit: Unit, decided: Settings, language: str) -> Iterator[Remark]:
    """What is wrong with a unit: what is found but not announced, and what is announced but not found."""
    if unit.skip is not None:
        yield Remark(unit.first, "no_reason", {})
        return
    yield from (Remark(unit.first, "beside", {"name": name}) for name in unit.missing)
    expected = [expectation for document in unit.documents for expectation in expectations(document)]
    found = _findings(unit, decided, language)
    for finding in found:
        announced = next((one for one in expected if _meets(finding, one)), None)
        if announced:
            expected.remove(announced)
        elif finding.code not in unit.codes:
            words = {"level": finding.level.value.lower(), "code": finding.code, "text": finding.text(language)}
            start = finding.location().span.start
            yield Remark(start.line, "unexpected", words, start.column)
    for one in expected:
        yield Remark(one.line, "missing", {"level": one.level.value.lower(), "code": one.code})
    codes = {finding.code for finding in found}
    yield from (Remark(unit.first, "code", {"code": code}) for code in unit.codes if code not in codes)


def _findings(unit: Unit, decided: Settings, language: str) -> list[Diagnostic]:
    """What is found on the unit's own lines when it is applied together with what it is meant for."""
    found = _of_calls(unit, language) if is_calls(unit.file) else _of_resources(unit, decided)
    return [one for one in found if one.location().file == unit.file and unit.first <= _line(one) < unit.end]


def _of_resources(unit: Unit, decided: Settings) -> list[Diagnostic]:
    together = (*(resource for one in unit.beside for resource in one.resources), *unit.own.resources)
    loaded = Loaded(together, unit.own.diagnostics, files=(unit.file,))
    return [entry.finding for entry in entries(loaded, Options(now=time.time(), settings=decided))]


def _of_calls(unit: Unit, language: str) -> list[Diagnostic]:
    from snippet_check.cli._call_sets import call_sets_in
    from snippet_check.simulate.calls import run_calls, unmet_expectations

    if unit.own.diagnostics or unit.missing:
        return list(unit.own.diagnostics)
    found: list[Diagnostic] = []
    for one in call_sets_in(unit.file, [], _TEXTS[language], language):
        run = run_calls(one.calls, one.resources)
        found += [*run.problems, *unmet_expectations(run.outcomes)]
    return found


def _line(finding: Diagnostic) -> int:
    return finding.location().span.start.line


def _meets(finding: Diagnostic, expected: Expectation) -> bool:
    start = finding.location().span.start
    return (
        (start.line, finding.level, finding.code) == (expected.line, expected.level, expected.code)
        and expected.column in (None, start.column)
        and (expected.text is None or any(expected.text in finding.text(language) for language in _TEXTS))
    )
