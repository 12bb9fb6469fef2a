"""snippet-check proxy-config: what istiod would send to the proxy of a workload or a gateway."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from snippet_check.cli._parser import Parser, UsageError, require_modelled
from snippet_check.envoy import Snapshot
from snippet_check.resource import Content

HELP = {
    "en": "The configuration of a proxy: listeners, routes, clusters, endpoints",
    "ko": "프록시가 받는 설정을 보여 준다: listener, route, cluster, endpoint",
}
_TEXTS = {
    "en": {
        "kind": "which part of the configuration",
        "paths": "YAML files and directories",
        "from": "whose proxy: WORKLOAD.NAMESPACE or gateway:NAME.NAMESPACE",
        "mesh": "a file with the mesh configuration",
        "output": "text or json",
        "no_proxy": '"{name}" has no proxy here',
        "unreadable": '{reason}: "{file}"',
        "no_mesh_config": '"{file}" is no mesh configuration: {reason}',
    },
    "ko": {
        "kind": "설정의 어느 부분을 볼지",
        "paths": "YAML 파일과 디렉터리",
        "from": "누구의 프록시인지. 워크로드.네임스페이스 또는 gateway:이름.네임스페이스",
        "mesh": "mesh 설정 파일",
        "output": "text, json",
        "no_proxy": '여기에는 이런 이름의 프록시가 없다: "{name}"',
        "unreadable": '읽을 수 없다: "{file}" ({reason})',
        "no_mesh_config": 'mesh 설정 파일이 아니다: "{file}" ({reason})',
    },
}
_KINDS = ("listener", "route", "cluster", "endpoint", "all")
_GAP = 5
"""Blanks between istioctl's columns."""


def add_arguments(parser: Parser) -> None:
    texts = _TEXTS[parser.get_default("lang")]
    parser.add_argument("kind", choices=_KINDS, help=texts["kind"])
    parser.add_argument("paths", nargs="+", metavar="FILE", help=texts["paths"])
    parser.add_argument("--from", dest="caller", required=True, metavar="WHO", help=texts["from"])
    parser.add_argument("--meshConfigFile", default="", metavar="FILE", help=texts["mesh"])
    parser.add_argument("-o", "--output", choices=("text", "json"), default="text", help=texts["output"])


def run(arguments: argparse.Namespace) -> int:
    require_modelled(arguments.istio)
    snapshot = _snapshot(arguments, _TEXTS[arguments.lang])
    if arguments.output == "json":
        print(json.dumps(_as_json(snapshot, arguments.kind), ensure_ascii=False, indent=2))
    else:
        print(_as_text(snapshot, arguments.kind))
    return 0


def _snapshot(arguments: argparse.Namespace, texts: dict[str, str]) -> Snapshot:
    from snippet_check.cli._call_sets import loaded_files, resources, unread
    from snippet_check.simulate.calls.callers import caller_proxy
    from snippet_check.simulate.world import make_world
    from snippet_check.translate import translate

    mesh_config = _mesh_config(arguments.meshConfigFile, texts) if arguments.meshConfigFile else {}
    try:
        files = tuple(loaded_files(arguments.paths))
    except OSError as error:
        raise UsageError(texts["unreadable"].format(file=error.filename, reason=error.strerror)) from None
    for finding in unread(files):
        print(f"{finding.location()}: {finding.text(arguments.lang)}", file=sys.stderr)
    mesh = make_world(resources(files), mesh_config).mesh
    proxy = caller_proxy(mesh, arguments.caller)
    if proxy is None:
        raise UsageError(texts["no_proxy"].format(name=arguments.caller))
    return translate(mesh, proxy)


def _mesh_config(file: str, texts: dict[str, str]) -> Content:
    from snippet_check.mesh.mesh_config import MeshConfigError, read_mesh_config

    try:
        return read_mesh_config(Path(file).read_text("utf-8"))
    except OSError as error:
        raise UsageError(texts["unreadable"].format(file=file, reason=error.strerror)) from None
    except (MeshConfigError, UnicodeDecodeError) as error:
        raise UsageError(texts["no_mesh_config"].format(file=file, reason=error)) from None


def _as_json(snapshot: Snapshot, kind: str) -> Any:
    from snippet_check.envoy.as_json import snapshot_as_json

    content = snapshot_as_json(snapshot)
    return content if kind == "all" else content[f"{kind}s"]


def _as_text(snapshot: Snapshot, kind: str) -> str:
    from snippet_check.render.proxy_config import cluster_table, endpoint_table, listener_table, route_table
    from snippet_check.render.table import text_table

    tables = {"cluster": cluster_table, "listener": listener_table, "route": route_table, "endpoint": endpoint_table}
    shown = (table for name, table in tables.items() if kind in (name, "all"))
    return "\n\n".join(text_table(*table(snapshot), gap=_GAP) for table in shown)
