"""ports and mesh-config answer for every version in the facts."""

from __future__ import annotations

import json

import pytest

from snippet_check.cli import main


def test_ports_as_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ports", "--reserved", "--lang", "en"]) == 0
    header, first, *_ = capsys.readouterr().out.splitlines()
    assert header.split()[0] == "Port"
    assert first.split()[0] == "15000"


def test_mesh_config_of_an_old_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["mesh-config", "CONNECTTIMEOUT", "--istio", "1.5.3", "-o", "json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [(row["path"], row["default"]) for row in rows] == [
        ("connectTimeout", "1s"),
        ("defaultConfig.connectTimeout", None),
    ]


@pytest.mark.parametrize("version", ["9.9", "1", "latest"])
def test_a_version_beyond_the_facts_is_refused(version: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ports", "--istio", version]) == 2
    assert capsys.readouterr().out == ""
