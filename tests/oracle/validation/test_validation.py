"""Istio's validation of single objects, as istioctl answered once: the JSON file beside each YAML file says what.

Each object tries one rule; what istioctl found, its own words aside, is recorded with its version. With istioctl on the
PATH, `pytest --update tests/oracle/validation` asks it again.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from snippet_check.analyze.run import Options, entries
from snippet_check.eyes import Eyes
from snippet_check.load import load_text

FILES = sorted(Path(__file__).parent.glob("*.yaml"))
CODES = ("IST0106", "IST0130", "IST0131", "IST0133")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_finds_what_istioctl_found(file: Path, update: bool) -> None:
    record = file.with_suffix(".json")
    if update and (istioctl := shutil.which("istioctl")):
        record.write_text(answer(istioctl, file))
    expected = [tuple(row) for row in json.loads(record.read_text())["findings"]]
    assert Counter(expected) == Counter(found(file))


def found(file: Path) -> list[tuple[str, ...]]:
    """Code, level, origin and reference of each of our findings."""
    loaded = load_text(file.read_text(), file.name, Eyes.ISTIOCTL, namespace="")
    return [
        (entry.finding.code, entry.finding.level.value, entry.finding.origin, entry.reference)
        for entry in entries(loaded, Options(eyes=Eyes.ISTIOCTL, namespace=""))
        if entry.finding.code in CODES
    ]


def answer(istioctl: str, file: Path) -> str:
    """What istioctl finds, one finding a line."""
    command = [istioctl, "analyze", "--use-kube=false", "-A", "-o", "json", file.name]
    rows: list[dict[str, Any]] = json.loads(_run(command, file.parent))
    findings = [[row["code"], row["level"], row["origin"], row["reference"]] for row in rows if row["code"] in CODES]
    lines = ",\n".join(f"    {json.dumps(finding)}" for finding in findings)
    version = json.loads(_run([istioctl, "version", "--remote=false", "-o", "json"], file.parent))
    return f'{{\n  "istio": "{version["clientVersion"]["version"]}",\n  "findings": [\n{lines}\n  ]\n}}\n'


def _run(command: list[str], folder: Path) -> str:
    return subprocess.run(command, cwd=folder, stdout=subprocess.PIPE, text=True).stdout
