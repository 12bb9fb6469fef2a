"""--fix and --diff: files with the mends that have one right answer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from snippet_check.analyze.run import Report

if TYPE_CHECKING:
    from snippet_check.fix import Edit

TEXTS = {
    "en": {
        "fix": "mend what has one right answer, in the files",
        "diff": "show what --fix would change, and change nothing",
        "fixed": "{count} mended: {file}",
    },
    "ko": {
        "fix": "답이 하나뿐인 것을 파일에서 고친다",
        "diff": "--fix가 무엇을 바꿀지 보인다. 파일은 그대로 둔다",
        "fixed": "{count}곳을 고쳤다: {file}",
    },
}


def diff(report: Report) -> str:
    """What the mends change, as a unified diff."""
    return "".join(line for file, wanted in _by_file(report) for line in _diff(file, wanted))


def _diff(file: str, wanted: list[Edit]) -> Iterator[str]:
    from difflib import unified_diff

    old, new = _read(file), _mended(file, wanted)
    return unified_diff(old.splitlines(keepends=True), new.splitlines(keepends=True), file, file)


def write(report: Report, language: str) -> Iterator[str]:
    """Mends the files; says of each what was done."""
    for file, wanted in _by_file(report):
        Path(file).write_bytes(_mended(file, wanted).encode("utf-8"))
        yield TEXTS[language]["fixed"].format(count=len(wanted), file=file)


def _mended(file: str, wanted: list[Edit]) -> str:
    from snippet_check.fix import apply_edits

    return apply_edits(_read(file), wanted)


def _by_file(report: Report) -> list[tuple[str, list[Edit]]]:
    edits: dict[str, list[Edit]] = {}
    for entry in report.entries:
        if entry.edit and Path(entry.edit.location.file).is_file():
            edits.setdefault(entry.edit.location.file, []).append(entry.edit)
    return list(edits.items())


def _read(file: str) -> str:
    """The text byte for byte: line ends stay as they are."""
    return Path(file).read_bytes().decode("utf-8")
