"""Realistic files converted: tests/golden/convert/NAME holds input, output, and the report with every call."""

from __future__ import annotations

from pathlib import Path

import pytest

from snippet_check.cli import main
from snippet_check.load import load_text
from snippet_check.schema.kinds import GATEWAY_API
from snippet_check.simulate.world import make_world

FOLDER = Path(__file__).parents[2] / "golden" / "convert"
CASES = sorted(path.parent for path in FOLDER.glob("*/input.yaml"))


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_conversion_is_as_recorded(
    folder: Path, update: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(folder)
    calls = [path.name for path in folder.glob("*.calls.yaml")]
    code = main(["convert", "--lang", "en", "input.yaml", *calls])
    printed = capsys.readouterr()
    recorded = {"output.yaml": printed.out, "report.txt": f"{printed.err}exit code {code}\n"}
    for name, text in recorded.items():
        if update:
            (folder / name).write_text(text, "utf-8")
        assert (folder / name).read_text("utf-8") == text


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_a_cluster_takes_what_is_made(folder: Path) -> None:
    loaded = load_text((folder / "output.yaml").read_text("utf-8"), "output.yaml")
    assert not loaded.diagnostics
    assert any(one.group_version_kind.group == GATEWAY_API for one in loaded.resources)
    assert not make_world(loaded.resources, {}).refused
