"""Cases of our own with the answers that istiod gave to them, recorded once.

A key that is null, {} or [] reads as one that is left out; the order of lists counts only where it has a meaning.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from snippet_check.render.normalized import normalized
from snippet_check.simulate import simulate
from snippet_check.simulate.case import read_case
from snippet_check.translate import translate

CASES = sorted(Path(__file__).parent.glob("*.yaml"))
ORDERED = ("allow_origins", "hash_policy")


def canonical(value: Any, key: str = "") -> Any:
    """One form for what means the same."""
    if isinstance(value, dict):
        fields = {name: canonical(item, name) for name, item in value.items()}
        return {name: item for name, item in fields.items() if item not in (None, {}, [])}
    if isinstance(value, list):
        items = [canonical(item) for item in value]
        return items if key in ORDERED else sorted(items, key=json.dumps)
    return value


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_the_answer_is_istiods(path: Path) -> None:
    recorded = json.loads(path.with_suffix(".json").read_text("utf-8"))
    case = read_case(path.read_text("utf-8"), path.name)
    snapshot = translate(case.world.mesh, case.proxy)
    answer = json.loads(json.dumps(normalized(simulate(snapshot, call) for call in case.calls)))
    by_name = {call["name"]: call for call in recorded["calls"]}
    assert {call["name"]: canonical(call) for call in answer["calls"]} == {k: canonical(v) for k, v in by_name.items()}
    assert canonical(answer["clusters"]) == canonical(recorded["clusters"])
    # A cluster that a route names and nobody makes is null on both sides.
    assert answer["clusters"].keys() == recorded["clusters"].keys()
