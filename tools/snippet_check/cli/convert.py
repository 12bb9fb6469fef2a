"""snippet-check convert: Ingresses and Istio's Gateways and VirtualServices as resources of the Gateway API."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from snippet_check.cli._parser import Parser, UsageError, require_modelled
from snippet_check.cli._units import is_calls, units
from snippet_check.convert import Comparison, Conversion, Made, compare, convert
from snippet_check.convert.manifest import as_json
from snippet_check.convert.output import as_documents
from snippet_check.convert.report import report
from snippet_check.diagnostics import Diagnostic, Level
from snippet_check.load import load
from snippet_check.load.malformed import MalformedError
from snippet_check.load.walk import STDIN
from snippet_check.resource import Resource
from snippet_check.simulate.calls import CallsFile, read_scenarios

HELP = {
    "en": "Turn Ingress, or Istio's Gateway and VirtualService, into the Gateway API, and send calls through both",
    "ko": "Ingress 또는 Istio의 Gateway와 VirtualService를 Gateway API로 바꾸고, 양쪽에 같은 요청을 보내 비교한다",
}

_TEXTS = {
    "en": {
        "files": "YAML files to convert together, - for standard input; NAME.calls.yaml for calls to compare as well",
        "to": "what to convert to",
        "output": "yaml, with comments and everything else kept as it is, or json: one List",
        "no_files": "which files?",
        "unreadable": '{reason}: "{file}"',
        "nothing": "nothing to convert: no Ingress of istiod's, and no Istio Gateway",
    },
    "ko": {
        "files": "함께 변환할 YAML 파일. -는 표준 입력, NAME.calls.yaml은 더 비교할 요청",
        "to": "무엇으로 바꿀지",
        "output": "yaml은 주석과 나머지 문서를 그대로 두고, json은 List 하나로 출력한다",
        "no_files": "변환할 파일을 적어야 한다",
        "unreadable": '읽을 수 없다: "{file}" ({reason})',
        "nothing": "변환할 것이 없다. istiod가 처리하는 Ingress도, Istio Gateway도 없다",
    },
}


def add_arguments(parser: Parser) -> None:
    texts = _TEXTS[parser.get_default("lang")]
    parser.add_argument("paths", nargs="*", metavar="FILE", help=texts["files"])
    parser.add_argument("--to", choices=("gateway-api",), default="gateway-api", help=texts["to"])
    parser.add_argument("-o", "--output", choices=("yaml", "json"), default="yaml", help=texts["output"])


def run(arguments: argparse.Namespace) -> int:
    texts = _TEXTS[arguments.lang]
    require_modelled(arguments.istio)
    files = [path for path in arguments.paths if not is_calls(path)]
    if not files:
        raise UsageError(texts["no_files"])
    try:
        calls = [one for path in arguments.paths if is_calls(path) for one in _calls(path)]
        own, beside = _resources(files, arguments.lang)
    except OSError as error:
        raise UsageError(texts["unreadable"].format(file=error.filename, reason=error.strerror)) from None
    conversion = convert(own, beside, calls[0].mesh_config if calls else {})
    sys.stdout.write(_output(conversion, arguments.output))
    sys.stdout.flush()
    if not conversion.pairs:
        print(f"snippet-check: {texts['nothing']}", file=sys.stderr)
    comparison = compare(conversion, (*beside, *own), calls)
    if lines := report(conversion, comparison, arguments.lang, arguments.quiet):
        print(lines, file=sys.stderr)
    return _exit_code(conversion, comparison)


def _exit_code(conversion: Conversion, comparison: Comparison) -> int:
    """1 where a call goes another way, where a cluster does not take the result, or with nothing to convert."""
    return 1 if comparison.differences or comparison.refused or not conversion.pairs else 0


def _calls(path: str) -> tuple[CallsFile, ...]:
    try:
        return read_scenarios(Path(path).read_text("utf-8"), path)
    except (MalformedError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: {error}") from None


def _resources(files: list[str], language: str) -> tuple[list[Resource], list[Resource]]:
    """The files' resources, and those of the worlds that they name. Raises OSError; UsageError for what is no YAML."""
    own: list[Resource] = []
    beside: list[Resource] = []
    problems: list[Diagnostic] = []
    for file in files:
        if file == STDIN or not file.endswith((".yaml", ".yml", ".json")):
            loaded = load([file])
            own += loaded.resources
            problems += loaded.diagnostics
            continue
        for unit in units(file):
            own += unit.own.resources
            problems += unit.own.diagnostics
            beside += [one for world in unit.beside for one in world.resources]
    if errors := list(_errors(problems, language)):
        raise UsageError("\n".join(errors))
    return own, beside


def _errors(problems: list[Diagnostic], language: str) -> Iterator[str]:
    for problem in problems:
        if problem.level is Level.ERROR:
            yield f"{problem.location()}: [{problem.code}] {problem.text(language)}"


def _output(conversion: Conversion, form: str) -> str:
    if form == "json":
        contents = [piece.content if isinstance(piece, Made) else piece.written for piece in conversion.pieces]
        return as_json(contents)
    return as_documents(conversion.pieces)
