"""snippet-check mesh-config [WORD…]: the fields of MeshConfig and ProxyConfig in a version of Istio."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict

from snippet_check.cli._parser import Parser
from snippet_check.cli._versions import require_known
from snippet_check.facts.mesh_config import fields_in
from snippet_check.render.mesh_config import HEADERS, mesh_config_row
from snippet_check.render.table import text_table

HELP = {
    "en": "The fields of MeshConfig and ProxyConfig: type, default and how it changed, versions",
    "ko": "MeshConfig와 ProxyConfig의 필드를 보여 준다: 타입, 기본값과 그 변화, 버전",
}
_WORDS = {
    "en": "only fields whose path has all of these in it, in any case",
    "ko": "경로에 이 말이 모두 든 필드만. 대소문자는 가리지 않는다",
}


def add_arguments(parser: Parser) -> None:
    parser.add_argument("words", nargs="*", metavar="WORD", help=_WORDS[parser.get_default("lang")])
    parser.add_argument("-o", "--output", choices=("text", "json"), default="text")


def run(arguments: argparse.Namespace) -> int:
    version = require_known(arguments.istio)
    words = [word.lower() for word in arguments.words]
    found = [field for field in fields_in(version) if all(word in field.path.lower() for word in words)]
    if arguments.output == "json":
        rows = [{**asdict(field), "default": field.default_in(version)} for field in found]
        print(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        rows_as_text = (mesh_config_row(field, version, arguments.lang) for field in found)
        print(text_table(HEADERS[arguments.lang], rows_as_text))
    return 0
