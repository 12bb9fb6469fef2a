"""A snippet as a page shows it: what a reader would apply, and the world it is meant for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

SNIPPETS = Path(__file__).parents[3] / "snippets"

_EXPECTATION = re.compile(r" *# (?:error|warning|info): .*")
_WORLD = re.compile(r"# world: *([\w-]+) *")


@dataclass(frozen=True, slots=True)
class Snippet:
    """A snippet's text without the comments that are meant for us: expectations, and the name of its world."""

    path: str
    """Below snippets/."""
    text: str
    world: str | None

    @property
    def file(self) -> str:
        """What a reader would call the file."""
        return self.path.rpartition("/")[2]


def read(path: str) -> Snippet:
    """Reads a snippet. Raises FileNotFoundError."""
    lines = (SNIPPETS / path).read_text("utf-8").splitlines()
    worlds = [found[1] for line in lines if (found := _WORLD.fullmatch(line))]
    shown = [_EXPECTATION.sub("", line) for line in lines if not _is_ours(line)]
    return Snippet(path, "\n".join(shown).strip("\n") + "\n", worlds[0] if worlds else None)


def world_path(world: str) -> Path:
    return SNIPPETS / "worlds" / f"{world}.yaml"


def _is_ours(line: str) -> bool:
    return bool(_WORLD.fullmatch(line) or _EXPECTATION.fullmatch(line))
