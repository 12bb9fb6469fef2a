"""What one proxy is sent: pairs of a case, `NAME.in.yaml`, and the parts of its configuration that it shows.

A case is what `snippet-check simulate --normalized` reads, without calls, and `show`: for listeners, routes, clusters
and endpoints the names of those to record. `--update` records anew.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from snippet_check.envoy.as_json import snapshot_as_json
from snippet_check.simulate.case import read_case
from snippet_check.translate import translate

CASES = sorted(Path(__file__).parent.glob("*.in.yaml"))


class InFull(yaml.SafeDumper):
    """Writes what comes twice twice."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def shown(snapshot: dict[str, Any], names: dict[str, list[str]]) -> dict[str, list[Any]]:
    """The parts of a snapshot that have these names, in the order of the names."""
    return {kind: [_named(snapshot[kind], name) for name in wanted] for kind, wanted in names.items()}


def _named(parts: list[dict[str, Any]], name: str) -> dict[str, Any] | str:
    found = [part for part in parts if part.get("name", part.get("cluster_name")) == name]
    return found[0] if found else f"there is no {name}"


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.name.removesuffix(".in.yaml"))
def test_a_proxy_is_sent(path: Path, update: bool) -> None:
    text = path.read_text("utf-8")
    case = read_case(text, path.name)
    snapshot = snapshot_as_json(translate(case.world.mesh, case.proxy))
    answer = yaml.dump(shown(snapshot, yaml.safe_load(text)["show"]), Dumper=InFull, sort_keys=False)
    recorded = path.with_name(path.name.replace(".in.", ".out."))
    if update:
        recorded.write_text(answer, encoding="utf-8")
    assert answer == recorded.read_text("utf-8")


def test_there_is_an_answer_for_every_case_and_no_other() -> None:
    answers = {path.name.replace(".out.", ".in.") for path in Path(__file__).parent.glob("*.out.yaml")}
    assert answers == {path.name for path in CASES}
