"""How often each analyzer finds in Istio's own test grid what Istio's finds there, one analyzer at a time.

usage: grid.py SPEC TESTDATA: the folders with grid.json and grid_observed.json, and with the files they name.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import yaml

from snippet_check.analyze.order import Entry
from snippet_check.analyze.run import Options, analyze_files
from snippet_check.eyes import Eyes
from snippet_check.mesh.mesh_config import read_mesh_config


def found(case: dict[str, Any]) -> tuple[Entry, ...]:
    """What we find with the case's analyzer alone, all of its files being the cluster."""
    mesh, networks = case["meshConfigFile"], case["meshNetworksFile"]
    options = Options(
        Eyes.FILES,
        namespace="",
        mesh_config=read_mesh_config(Path(mesh).read_text("utf-8")) if mesh else {},
        mesh_networks=yaml.safe_load(Path(networks).read_text("utf-8")) if networks else {},
        analyzers=frozenset({case["analyzer"]}),
        now=time.time(),
    )
    return analyze_files(case["inputFiles"], options).entries


def main(spec: Path, testdata: Path) -> None:
    """Prints the cases that differ, then how many are exact."""
    grid = json.loads((spec / "grid.json").read_text("utf-8"))
    observed = {one["index"]: one for one in json.loads((spec / "grid_observed.json").read_text("utf-8"))}
    os.chdir(testdata)
    exact = expectations = 0
    for case in grid:
        ours = found(case)
        codes = Counter((one.finding.code, one.finding.origin) for one in ours)
        wanted = Counter((one["code"], one["origin"]) for one in case["expected"])
        places = Counter((one.finding.code, one.reference) for one in ours)
        lines = Counter((one["code"], one["reference"] or "") for one in observed[case["index"]]["test_mode"])
        same = (codes, places) == (wanted, lines)
        exact += same
        expectations += (codes & wanted).total()
        if not same:
            print(f"{case['name']}: {codes - wanted} {wanted - codes} {places - lines} {lines - places}")
    print(f"grid {exact}/{len(grid)} cases, {expectations}/{sum(len(case['expected']) for case in grid)} expectations")


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve())
