"""snippet-check status: what istiod would write into the status of Gateways and routes."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from snippet_check.cli._parser import Parser, UsageError, require_modelled
from snippet_check.diagnostics import Diagnostic

if TYPE_CHECKING:
    from snippet_check.simulate.world import Refused

HELP = {
    "en": "The status that istiod would give to Gateways and routes of the Gateway API",
    "ko": "istiod가 Gateway API의 Gateway와 route에 적을 status를 보여 준다",
}
_TEXTS = {
    "en": {
        "paths": "YAML files and directories",
        "output": "text or json",
        "unreadable": '{reason}: "{file}"',
        "refused": "{where}: a cluster refuses {origin}: {reason}",
        "none": "No Gateways, ListenerSets or routes of the Gateway API here",
    },
    "ko": {
        "paths": "YAML 파일과 디렉터리",
        "output": "text, json",
        "unreadable": '읽을 수 없다: "{file}" ({reason})',
        "refused": "{where}: 클러스터가 거절한다. {origin}: {reason}",
        "none": "여기에는 Gateway API의 Gateway도 ListenerSet도 route도 없다",
    },
}


def add_arguments(parser: Parser) -> None:
    texts = _TEXTS[parser.get_default("lang")]
    parser.add_argument("paths", nargs="+", metavar="FILE", help=texts["paths"])
    parser.add_argument("-o", "--output", choices=("text", "json"), default="text", help=texts["output"])


def run(arguments: argparse.Namespace) -> int:
    from snippet_check.cli._call_sets import loaded_files, resources, unread
    from snippet_check.mesh.gateway_api.statuses import statuses
    from snippet_check.render.statuses import status_table, statuses_as_json
    from snippet_check.simulate.world import make_world

    require_modelled(arguments.istio)
    texts = _TEXTS[arguments.lang]
    try:
        files = tuple(loaded_files(arguments.paths))
    except OSError as error:
        raise UsageError(texts["unreadable"].format(file=error.filename, reason=error.strerror)) from None
    world, broken = make_world(resources(files), {}), unread(files)
    for line in _left_out(broken, world.refused, arguments.lang):
        print(line, file=sys.stderr)
    found = tuple(statuses(world.mesh))
    if arguments.output == "json":
        print(json.dumps(statuses_as_json(found), ensure_ascii=False, indent=2))
    else:
        print(status_table(found, arguments.lang) if found else texts["none"])
    return 1 if broken or world.refused or not all(one.holds for one in found) else 0


def _left_out(broken: Iterable[Diagnostic], refused: Iterable[Refused], language: str) -> Iterator[str]:
    """What has no status: what could not be read, and what a cluster would not take."""
    yield from (f"{finding.location()}: {finding.text(language)}" for finding in broken)
    for one in refused:
        where, origin, reason = one.place.location(), one.resource.origin, one.reason.text(language)
        yield _TEXTS[language]["refused"].format(where=where, origin=origin, reason=reason)
