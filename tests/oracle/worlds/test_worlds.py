"""What Istio's analyzers said of worlds of several objects, once: the JSON file beside each YAML file holds it.

The answers are those of Istio's own analyzers to the files as the whole cluster, with no kind left out and the same
at every run; its own words aside, they are recorded with its version.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from snippet_check.analyze.run import Options, entries
from snippet_check.eyes import Eyes
from snippet_check.load import load_text

FILES = sorted(Path(__file__).parent.glob("*.yaml"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_finds_what_istio_found_in_its_order(file: Path) -> None:
    expected = [tuple(row) for row in json.loads(file.with_suffix(".json").read_text())["findings"]]
    assert expected == found(file)


def found(file: Path) -> list[tuple[str, ...]]:
    """Code, level, origin and reference of each of our findings."""
    loaded = load_text(file.read_text(), file.name, Eyes.FILES, namespace="")
    return [
        (entry.finding.code, entry.finding.level.value, entry.finding.origin, entry.reference)
        for entry in entries(loaded, Options(eyes=Eyes.FILES, namespace=""))
    ]
