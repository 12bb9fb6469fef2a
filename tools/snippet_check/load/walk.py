"""The files that paths stand for.

Source: istioctl/pkg/analyze/analyze.go (gatherFiles): extensions in lower case only, directories in lexical order,
hidden ones included.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

STDIN = "-"
"""The path that stands for standard input."""

_EXTENSIONS = (".json", ".yaml", ".yml")


class File(NamedTuple):
    """One file, under the name that findings use, and whether its extension says that it is YAML or JSON."""

    name: str
    is_yaml: bool


def yaml_files(paths: Iterable[str | Path]) -> Iterator[File]:
    """The files of paths, directories walked. Raises OSError for a path that does not exist."""
    for path in map(str, paths):
        if path == STDIN:
            yield File(path, True)
        elif Path(path).is_dir():
            yield from _walk(path.rstrip("/") or "/")
        else:
            os.stat(path)  # noqa: PTH116 - a Path would forget the slash of "f.yaml/"
            yield _file(path)


def _walk(directory: str) -> Iterator[File]:
    # The order is that of the names alone, files and directories together, as Go's filepath.Walk has it.
    for entry in sorted(os.scandir(directory), key=lambda entry: entry.name.encode("utf-8", "surrogateescape")):
        path = os.path.normpath(os.path.join(directory, entry.name))  # noqa: PTH118 - as Go's filepath.Join writes it
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(path)
        else:
            yield _file(path)


def _file(path: str) -> File:
    base = path.rpartition("/")[2]
    return File(path, base[base.rfind(".") :] in _EXTENSIONS)
