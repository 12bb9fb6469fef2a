"""snippet-check status: what istiod would write into the status of Gateways and routes."""

from __future__ import annotations

import argparse
import json
import sys

from snippet_check.cli._parser import Parser, UsageError, require_modelled

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
    from snippet_check.cli._call_sets import resources
    from snippet_check.mesh.gateway_api.statuses import statuses
    from snippet_check.render.statuses import status_table, statuses_as_json
    from snippet_check.simulate.world import make_world

    require_modelled(arguments.istio)
    texts = _TEXTS[arguments.lang]
    try:
        world = make_world(resources(arguments.paths), {})
    except OSError as error:
        raise UsageError(texts["unreadable"].format(file=error.filename, reason=error.strerror)) from None
    found = tuple(statuses(world.mesh))
    for one in world.refused:
        reason = one.reason.text(arguments.lang)
        where, origin = one.place.location(), one.resource.origin
        print(texts["refused"].format(where=where, origin=origin, reason=reason), file=sys.stderr)
    if arguments.output == "json":
        print(json.dumps(statuses_as_json(found), ensure_ascii=False, indent=2))
    else:
        print(status_table(found, arguments.lang) if found else texts["none"])
    return 1 if world.refused or not all(one.holds for one in found) else 0
