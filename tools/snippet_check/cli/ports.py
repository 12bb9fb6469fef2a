"""snippet-check ports: the ports that Istio uses."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict

from snippet_check.cli._parser import Parser
from snippet_check.cli._versions import require_known
from snippet_check.facts.ports import ports
from snippet_check.render.ports import HEADERS, port_rows
from snippet_check.render.table import text_table

HELP = {
    "en": "The ports that Istio uses, and who owns them",
    "ko": "Istio가 쓰는 포트와 그 주인을 보여 준다",
}
_RESERVED = {
    "en": "only those that an application must not listen on",
    "ko": "애플리케이션이 쓰면 안 되는 포트만",
}


def add_arguments(parser: Parser) -> None:
    parser.add_flag("--reserved", default=False, help=_RESERVED[parser.get_default("lang")])
    parser.add_argument("-o", "--output", choices=("text", "json"), default="text")


def run(arguments: argparse.Namespace) -> int:
    found = [port for port in ports(require_known(arguments.istio)) if port.reserved or not arguments.reserved]
    if arguments.output == "json":
        print(json.dumps([asdict(port) for port in found], ensure_ascii=False, indent=2))
    else:
        print(text_table(HEADERS[arguments.lang], port_rows(found, arguments.lang)))
    return 0
