"""The site with every snippet executed, against the same pages with those blocks cut out."""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
from pathlib import Path

from timing import command, table

_ROOT = Path(__file__).parents[2]
_EXECUTED = re.compile(r"^```python exec.*?^```$", re.MULTILINE | re.DOTALL)
_MKDOCS = str(Path(sys.executable).with_name("mkdocs"))


def measure_site() -> None:
    with tempfile.TemporaryDirectory() as folder:
        executed, cut = _copy(Path(folder, "executed")), _copy(Path(folder, "cut"))
        for page in (cut / "docs").rglob("*.md"):
            page.write_text(_EXECUTED.sub("", page.read_text("utf-8")), encoding="utf-8")
        shutil.rmtree(cut / "snippets" / "analysis")  # the generated pages then show none
        seconds = [_build(root) for root in (executed, cut)]
    table(
        "build of the site",
        ("executed, s", "without, s", "ratio"),
        [[f"{seconds[0]:.2f}", f"{seconds[1]:.2f}", f"{seconds[0] / seconds[1]:.2f}"]],
    )


def _copy(target: Path) -> Path:
    target.mkdir()
    for name in ("docs", "snippets", "tools"):
        shutil.copytree(_ROOT / name, target / name)
    shutil.copy(_ROOT / "mkdocs.yml", target)
    return target


def _build(root: Path) -> float:
    """Builds with the copy's own package, which looks for snippets beside itself."""
    os.environ |= {"NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": str(root / "tools")}
    return command([_MKDOCS, "build", "--config-file", str(root / "mkdocs.yml"), "--site-dir", str(root / "out")])
