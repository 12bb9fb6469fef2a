"""Reads a Markdown test: sections, the files and the settings they hold.

A section that holds code is a test, named after its headings:

    `gateway.yaml`:            names the fence that follows; those without a name are `1.yaml`, `2.yaml` …
    ```yaml                    a file; a comment `# error: [IST0101] "text"` on a line, or on its own before it,
                               is what must be found there, and nothing else may be
    ```yaml config             settings of the section and of those below it: `as`, `meshConfig`, `meshNetworks`,
                               `analyzers`, `suppress`, and whatever else analyze.run.Options has
    ```text snapshot           the whole output, as `-o text` (or json, yaml …) prints it; `--update` rewrites it
    ```yaml calls              calls through the section's files, and what must become of each; nothing is analyzed then
    ```yaml world              resources that the calls of the section and of those below it find in place
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_HEADING = re.compile(r"(#{1,6}) +(.*?)\s*#*")
_FENCE = re.compile(r"( *)(`{3,}|~{3,})([^`]*)")
_FILE_NAME = re.compile(r"`([^`]+\.\w+)`:")


@dataclass(frozen=True, slots=True)
class Fence:
    """A fenced block: its info string's words, its text, and the Markdown line on which that begins."""

    words: tuple[str, ...]
    text: str
    first_line: int
    indent: int
    name: str = ""

    @property
    def language(self) -> str:
        return self.words[0] if self.words else ""

    def has(self, word: str) -> bool:
        return word in self.words[1:]


@dataclass(slots=True)
class Section:
    """A heading with the fences right below it, and the sections above it from which it takes settings."""

    titles: tuple[str, ...]
    line: int
    above: Section | None = None
    fences: list[Fence] = field(default_factory=list)

    @property
    def name(self) -> str:
        return " - ".join(self.titles)

    def all_with(self, word: str) -> Iterator[Fence]:
        """The section's fences with this word in their info string."""
        return (fence for fence in self.fences if fence.has(word))

    def files(self) -> list[Fence]:
        """The fences that are files."""
        return [fence for fence in self.fences if fence.language in ("yaml", "json") and len(fence.words) == 1]

    def lineage(self) -> Iterator[Section]:
        """The sections above, outermost first, and this one."""
        if self.above:
            yield from self.above.lineage()
        yield self


def sections(text: str) -> list[Section]:
    """The sections of a Markdown text that hold code, in its order."""
    found = [Section((), 1)]
    name = ""
    lines = enumerate(text.splitlines(), 1)
    for number, line in lines:
        if heading := _HEADING.fullmatch(line):
            found.append(_section(found[-1], len(heading[1]), heading[2], number))
        elif opening := _FENCE.fullmatch(line):
            fences = found[-1].fences
            fences.append(_fence(opening, number + 1, lines, name or f"{len(fences) + 1}.yaml"))
            name = ""
        elif line.strip():
            named = _FILE_NAME.fullmatch(line.strip())
            name = named[1] if named else ""
    return [section for section in found if section.fences]


def _section(last: Section, level: int, title: str, line: int) -> Section:
    above: Section | None = last
    while above is not None and len(above.titles) >= level:
        above = above.above
    titles = above.titles if above else ()
    return Section((*titles, title), line, above)


def _fence(opening: re.Match[str], first_line: int, lines: Iterator[tuple[int, str]], name: str) -> Fence:
    body: list[str] = []
    for _, line in lines:
        if line.strip().startswith(opening[2]) and not line.strip(" " + opening[2][0]):
            break
        body.append(line[len(opening[1]) :] if not line[: len(opening[1])].strip() else line)
    text = "".join(f"{line}\n" for line in body)
    return Fence(tuple(opening[3].split()), text, first_line, len(opening[1]), name)
