"""What simulate prints, held against recorded outputs; `--update` rewrites them."""

from __future__ import annotations

from pathlib import Path

import pytest

from snippet_check.load import load_text
from snippet_check.render.calls import Shown, calls_json, calls_text
from snippet_check.simulate.calls import read_calls, run_calls, unmet_expectations

GOLDEN = Path(__file__).parents[2] / "golden" / "simulate"
NAMES = sorted(path.name.removesuffix(".calls.yaml") for path in GOLDEN.glob("*.calls.yaml"))


def shown(name: str) -> list[Shown]:
    resources = load_text((GOLDEN / f"{name}.yaml").read_text("utf-8"), f"{name}.yaml").resources
    calls = read_calls((GOLDEN / f"{name}.calls.yaml").read_text("utf-8"), f"{name}.calls.yaml")
    run = run_calls(calls, resources)
    return [Shown(run, tuple(unmet_expectations(run.outcomes)), explained=True)]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("ending", "language"), [("en.txt", "en"), ("ko.txt", "ko"), ("json", "en")])
def test_the_output_is_the_recorded_one(name: str, ending: str, language: str, update: bool) -> None:
    path = GOLDEN / f"{name}.{ending}"
    render = calls_json if ending == "json" else calls_text
    text = f"{render(shown(name), language)}\n"
    if update:
        path.write_text(text, "utf-8")
    assert text == path.read_text("utf-8")
