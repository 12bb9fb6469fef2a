"""The status of Gateway API resources, held against what istiod wrote, recorded once.

That the Pods of a Gateway of its own run and have an address, only a cluster knows: those conditions are left out.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from snippet_check.load import load_text
from snippet_check.mesh.gateway_api.statuses import statuses
from snippet_check.render.statuses import statuses_as_json
from snippet_check.simulate.world import make_world

FILES = sorted(Path(__file__).parent.glob("*.yaml"))


def of(one: Any) -> str:
    return f"{one['kind']} {one['namespace']}/{one['name']} {one.get('listener', one.get('parent', ''))}".strip()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_status_is_istiods(path: Path) -> None:
    recorded = json.loads(path.with_suffix(".json").read_text("utf-8"))["statuses"]
    world = make_world(load_text(path.read_text("utf-8"), path.name).resources, {})
    assert not world.refused
    written = {of(one): one["conditions"] for one in statuses_as_json(statuses(world.mesh))}
    ours = {
        name: {one["type"]: f"{one['status']} {one['reason']}" for one in conditions if one["status"] != "Unknown"}
        for name, conditions in written.items()
    }
    assert {name for name, conditions in ours.items() if conditions} == recorded.keys()
    for name, conditions in recorded.items():
        assert {one: ours[name].get(one) for one in conditions} == conditions, name
