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
    text = "".join(line for file, wanted in _by_file(report) for line in _diff(file, wanted))
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _diff(file: str, wanted: list[Edit]) -> Iterator[str]:
    from difflib import unified_diff

    old, new = _lines(_read(file)), _lines(_mended(file, wanted))
    return unified_diff(old, new, file, file)


def _lines(text: str) -> list[str]:
    """The lines of a text as diffs have them, in which a last one that does not end is marked."""
    *lines, last = text.split("\n")
    return [f"{line}\n" for line in lines] + ([f"{last}\n\\ No newline at end of file\n"] if last else [])


def write(report: Report, language: str) -> Iterator[str]:
    """Mends the files; says of each what was done."""
    for file, wanted in _by_file(report):
        Path(file).write_bytes(_mended(file, wanted).encode("utf-8", "surrogateescape"))
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
    """The text byte for byte: line ends stay as they are, and so do bytes that are no UTF-8."""
    return Path(file).read_bytes().decode("utf-8", "surrogateescape")
