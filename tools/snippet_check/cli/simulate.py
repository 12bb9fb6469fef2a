"""snippet-check simulate: calls through a proxy's configuration."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from snippet_check.cli._parser import Parser, UsageError, require_modelled
from snippet_check.load.malformed import MalformedError
from snippet_check.render.normalized import normalized
from snippet_check.simulate import simulate
from snippet_check.simulate.case import read_case
from snippet_check.translate import translate

HELP = {
    "en": "What becomes of calls through a proxy's configuration",
    "ko": "프록시 설정을 지나는 요청이 어떻게 되는지 보여 준다",
}


def add_arguments(parser: Parser) -> None:
    parser.add_argument("paths", nargs="*", metavar="FILE")
    parser.add_flag("--normalized", default=False)


def run(arguments: argparse.Namespace) -> int:
    require_modelled(arguments.istio)
    for path in arguments.paths:
        try:
            case = read_case(Path(path).read_text("utf-8"), path)
        except (OSError, MalformedError) as error:
            raise UsageError(str(error)) from None
        snapshot = translate(case.world.mesh, case.proxy)
        print(json.dumps(normalized([simulate(snapshot, call) for call in case.calls]), indent=1))
    return 0
