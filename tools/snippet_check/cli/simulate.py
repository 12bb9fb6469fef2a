"""snippet-check simulate: what becomes of calls through the configuration that istiod would give to their proxies."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from snippet_check.cli._parser import Parser, UsageError, require_modelled
from snippet_check.load.malformed import MalformedError
from snippet_check.resource import Resource

HELP = {
    "en": "What becomes of calls: where they go, how they end, and why",
    "ko": "요청이 어디로 가고 어떻게 끝나는지, 왜 그런지 보여 준다",
}
_TEXTS = {
    "en": {
        "paths": "YAML files and directories, files of calls (*.calls.yaml) among them; with --normalized, cases",
        "from": "who calls --url: WORKLOAD.NAMESPACE, gateway:NAME.NAMESPACE or outside (default)",
        "url": "make this one call: http, https, grpc, tcp or tls",
        "method": "its method",
        "header": "a header of it, NAME: VALUE; repeatable",
        "certificate": "show the server a client certificate that it trusts",
        "explain": "tell what decided at each step, where that is written, and why nothing else was chosen",
        "coverage": "say which routes in the files no call took",
        "fail_under": "fail when calls took less than this share of the routes, in percent",
        "covered": "{taken} of {routes} routes taken: {percent:.0f} %",
        "missed": "{place}: no call took this route of {origin}",
        "verify": "send the calls through a real Envoy on loopback too, and compare",
        "normalized": "answer self-contained cases in the form in which they are compared with istiod",
        "output": "text, json or svg",
        "no_envoy": "--verify needs {module}: pip install 'snippet-check[verify]'",
        "no_calls": "which calls? Give a file of calls, a file that has one beside it, or --url",
        "no_world": '{file}: there is no world called "{name}"',
        "unreadable": '{reason}: "{file}"',
    },
    "ko": {
        "paths": "YAML 파일과 디렉터리, 요청 파일(*.calls.yaml). --normalized와 함께 쓰면 case 파일",
        "from": "--url 요청을 보내는 쪽: 워크로드.네임스페이스, gateway:이름.네임스페이스, outside(기본값)",
        "url": "이 요청 하나를 보낸다: http, https, grpc, tcp, tls",
        "method": "요청의 메서드",
        "header": "요청의 헤더, 이름: 값. 여러 번 쓸 수 있다",
        "certificate": "서버가 믿는 클라이언트 인증서를 보여 준다",
        "explain": "단계마다 무엇이 정했는지, 어디에 적혀 있는지, 나머지는 왜 아닌지 설명한다",
        "coverage": "어떤 요청도 지나가지 않은 route를 알린다",
        "fail_under": "지나간 route의 비율이 이 퍼센트보다 낮으면 실패로 친다",
        "covered": "route {routes}개 가운데 {taken}개를 지나갔다: {percent:.0f} %",
        "missed": "{place}: 어떤 요청도 지나가지 않은 route다. {origin}",
        "verify": "실제 Envoy로도 요청을 보내 비교한다",
        "normalized": "case 파일에 istiod와 비교하는 형식으로 답한다",
        "output": "text, json, svg",
        "no_envoy": "--verify에 필요한 패키지가 없다: {module}. pip install 'snippet-check[verify]'",
        "no_calls": "보낼 요청이 없다. 요청 파일이나, 요청 파일이 옆에 있는 파일이나, --url 옵션을 준다",
        "no_world": '{file}: 이런 이름의 world가 없다: "{name}"',
        "unreadable": '읽을 수 없다: "{file}" ({reason})',
    },
}


def add_arguments(parser: Parser) -> None:
    texts = _TEXTS[parser.get_default("lang")]
    parser.add_argument("paths", nargs="*", metavar="FILE", help=texts["paths"])
    parser.add_argument("--from", dest="caller", default="", metavar="WHO", help=texts["from"])
    parser.add_argument("--url", default="", metavar="URL", help=texts["url"])
    parser.add_argument("--method", "-X", default="GET", metavar="METHOD", help=texts["method"])
    parser.add_argument("--header", "-H", action="append", default=[], metavar="HEADER", help=texts["header"])
    parser.add_flag("--certificate", default=False, help=texts["certificate"])
    parser.add_flag("--explain", "-e", default=False, help=texts["explain"])
    parser.add_flag("--verify", default=False, help=texts["verify"])
    parser.add_flag("--normalized", default=False, help=texts["normalized"])
    parser.add_flag("--coverage", default=False, help=texts["coverage"])
    parser.add_argument("--fail-under", type=float, default=0.0, metavar="PERCENT", help=texts["fail_under"])
    parser.add_argument("-o", "--output", choices=("text", "json", "svg"), default="text", help=texts["output"])


def run(arguments: argparse.Namespace) -> int:
    require_modelled(arguments.istio)
    texts = _TEXTS[arguments.lang]
    try:
        return _normalized(arguments.paths, texts) if arguments.normalized else _run(arguments, texts)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise UsageError(texts["unreadable"].format(file=error.filename, reason=error.strerror)) from None


def _normalized(paths: Sequence[str], texts: dict[str, str]) -> int:
    from snippet_check.render.normalized import normalized, unsupported
    from snippet_check.simulate.case import read_case
    from snippet_check.simulate.simulate import simulate
    from snippet_check.translate import translate
    from snippet_check.translate.untranslated import untranslated

    for path in paths:
        try:
            case = read_case(Path(path).read_text("utf-8"), path)
        except (MalformedError, UnicodeDecodeError) as error:
            raise UsageError(texts["unreadable"].format(file=path, reason=error)) from None
        snapshot = translate(case.world.mesh, case.proxy)
        answer = normalized(simulate(snapshot, call) for call in case.calls)
        if left_out := unsupported(untranslated(case.world.mesh)):
            answer["unsupported"] = left_out
        print(json.dumps(answer, ensure_ascii=False, indent=1))
    return 0


def _run(arguments: argparse.Namespace, texts: dict[str, str]) -> int:
    from snippet_check.cli._call_sets import call_sets
    from snippet_check.render.calls import Shown, calls_json, calls_svg, calls_text
    from snippet_check.simulate.calls import run_calls, unmet_expectations

    shown: list[Shown] = []
    resources: list[Resource] = []
    for calls in call_sets(arguments, texts):
        resources += calls.resources
        run = run_calls(calls.calls, calls.resources)
        agreements = _agreements(run.outcomes, texts) if arguments.verify else []
        unmet = tuple(unmet_expectations(run.outcomes))
        shown.append(Shown(run, unmet, tuple(agreements), arguments.explain, calls.unread))
    if arguments.output == "text":
        print(calls_text(shown, arguments.lang, arguments.color))
    else:
        print((calls_json if arguments.output == "json" else calls_svg)(shown, arguments.lang))
    covered = _coverage(resources, [one.run for one in shown], arguments, texts)
    return 1 if any(one.failed for one in shown) or covered < arguments.fail_under else 0


def _coverage(
    resources: list[Resource], runs: list[Any], arguments: argparse.Namespace, texts: dict[str, str]
) -> float:
    """The share of the routes that calls took, in percent; told on stderr where somebody asked."""
    from snippet_check.simulate.calls.coverage import coverage

    found = coverage(resources, runs)
    if arguments.coverage or found.percent < arguments.fail_under:
        for place in found.missed:
            print(texts["missed"].format(place=place.location(), origin=place.resource.origin), file=sys.stderr)
        taken, routes = len(found.routes) - len(found.missed), len(found.routes)
        print(texts["covered"].format(taken=taken, routes=routes, percent=found.percent), file=sys.stderr)
    return found.percent


def _agreements(outcomes: Iterable[Any], texts: dict[str, str]) -> list[Any]:
    try:
        from snippet_check.cli._verify import agreements
        from snippet_check.verify.process import EnvoyError
    except ModuleNotFoundError as error:
        raise UsageError(texts["no_envoy"].format(module=error.name)) from None
    try:
        return agreements(outcomes)
    except EnvoyError as error:
        raise UsageError(str(error)) from None
