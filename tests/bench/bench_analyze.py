"""`snippet-check analyze`, through each pair of eyes, from one document to a hundred thousand."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

from meshes import documents
from timing import command, table

_SIZES = (3, 300, 3_000, 30_000, 100_000)
_EYES = ("istioctl", "files", "cluster")
_OURS = str(Path(sys.executable).with_name("snippet-check"))


def measure_analyze() -> None:
    istioctl = os.environ.get("ISTIOCTL") or shutil.which("istioctl")
    with tempfile.TemporaryDirectory() as folder:
        rows = [_row(Path(folder) / f"{size}.yaml", size, istioctl) for size in _SIZES]
    table("analyze, seconds", ("documents", *(f"--as {eyes}" for eyes in _EYES), "istioctl", "ratio"), rows)


def _row(file: Path, size: int, istioctl: str | None) -> list[str]:
    file.write_text(documents(size), encoding="utf-8")
    times = 5 if size < 3_000 else 1
    ours = [command([_OURS, "analyze", "-A", "--as", eyes, str(file)], times) for eyes in _EYES]
    if istioctl is None:
        return [f"{size:,}", *(f"{seconds:.3f}" for seconds in ours), "not here", ""]
    theirs = command([istioctl, "analyze", "--use-kube=false", "-A", str(file)], times)
    return [f"{size:,}", *(f"{seconds:.3f}" for seconds in ours), f"{theirs:.3f}", f"{ours[0] / theirs:.2f}"]
