"""A snippet as a page shows it: what a reader would apply, and the worlds it is applied to."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from snippet_check.diagnostics import Diagnostic
from snippet_check.eyes import Eyes
from snippet_check.load import Loaded, load, load_text
from snippet_check.load.comments import comments
from snippet_check.load.expectations import Expectation, expectations
from snippet_check.load.split import documents
from snippet_check.site.repository import ROOT

SNIPPETS = ROOT / "snippets"

_WORLD = re.compile(r"# *world: *(.+)")
_EXPECTATION = re.compile(r"# *(?:error|warning|info): ")


class SnippetError(Exception):
    """A snippet does not show what a page means to show with it; the text begins with its file."""


@dataclass(frozen=True, slots=True)
class Snippet:
    """A snippet's text without the comments that are meant for us: expectations, and the names of its worlds."""

    path: str
    """Below snippets/."""
    text: str
    written_on: tuple[int, ...]
    """Of each line of the text, the line of the file that it stands on."""
    worlds: tuple[str, ...]
    expected: tuple[Expectation, ...]

    @property
    def file(self) -> str:
        """What a reader would call the file."""
        return self.path.rpartition("/")[2]


def read(path: str) -> Snippet:
    """Reads a snippet. Raises FileNotFoundError."""
    source = (SNIPPETS / path).read_text("utf-8")
    ours: dict[int, int] = {}
    worlds: tuple[str, ...] = ()
    expected: list[Expectation] = []
    for document in documents(source, path):
        expected += expectations(document)
        for comment in comments(document):
            world = _WORLD.match(comment.text)
            worlds = tuple(world[1].replace(",", " ").split()) if world else worlds
            if world or _EXPECTATION.match(comment.text):
                ours[document.first_line + comment.line] = comment.column
    lines = [(n, line[: ours.get(n)].rstrip()) for n, line in enumerate(source.splitlines(), 1)]
    shown = [(number, line) for number, line in lines if line or number not in ours]
    return Snippet(
        path,
        "".join(f"{line}\n" for _, line in shown),
        tuple(number for number, _ in shown),
        worlds,
        tuple(expected),
    )


def world_path(world: str) -> Path:
    return SNIPPETS / "worlds" / f"{world}.yaml"


def together(snippet: Snippet, eyes: Eyes = Eyes.CLUSTER) -> Loaded:
    """The snippet's resources, and before them those of its worlds."""
    own = load_text(snippet.text, snippet.file, eyes)
    worlds = [load_world(one, eyes) for one in snippet.worlds]
    beside = [resource for world in worlds for resource in world.resources]
    files = [file for world in worlds for file in world.files]
    return Loaded((*beside, *own.resources), own.diagnostics, files=(*files, snippet.file))


@functools.cache
def load_world(name: str, eyes: Eyes = Eyes.CLUSTER) -> Loaded:
    """A world, read once for all snippets. Raises FileNotFoundError."""
    return load([world_path(name)], eyes)


def files(snippet: Snippet) -> str:
    """What a reader would pass to the command: the snippet and its worlds."""
    return " ".join((snippet.file, *(world_path(world).name for world in snippet.worlds)))


def differences(snippet: Snippet, found: Iterable[Diagnostic]) -> list[str]:
    """Holds what was found in the snippet's text against its comments: a sentence for each difference, in order."""
    return [f"snippets/{snippet.path}:{line}: {what}" for line, what in sorted(_differences(snippet, found))]


def _differences(snippet: Snippet, found: Iterable[Diagnostic]) -> Iterator[tuple[int, str]]:
    missing = list(snippet.expected)
    for finding in found:
        line = snippet.written_on[finding.location().span.start.line - 1]
        meant = next((one for one in missing if (one.line, one.code) == (line, finding.code)), None)
        if meant:
            missing.remove(meant)
        else:
            yield line, f"unexpected {finding.level.value.lower()} [{finding.code}] {finding.text()}"
    yield from ((one.line, f"{one.level.value.lower()} [{one.code}] was to be found here") for one in missing)
