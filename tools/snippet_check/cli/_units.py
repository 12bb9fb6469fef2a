"""What `check` looks at one by one: a YAML file, or a fence of a Markdown file, with the world it is applied to."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from snippet_check.load import Loaded, load, load_documents
from snippet_check.load.encoding import decode_bytes
from snippet_check.load.markdown import Fence, fences
from snippet_check.load.split import documents
from snippet_check.resource import Document

_YAML = (".yaml", ".yml", ".json")
_MARKDOWN = (".md", ".markdown")
CALLS = (".calls.yaml", ".calls.yml")
"""How the names of files of calls end."""
_WORLD = re.compile(r"\A(?:#.*\n)*# *world: *(.+?) *$", re.MULTILINE)
_RESOURCE = re.compile(r"""(?:^|[\s{,])["']?(?:apiVersion|kind)["']?\s*:""")
_LAST_LINE = 1 << 30


@dataclass(frozen=True, slots=True)
class Unit:
    """What is applied together: the documents of one file or fence, beside what they are applied to.

    It stands on the lines from `first` up to, not including, `end` of its file. `codes` have to be found in it. With a
    reason to `skip` it nobody looks at it; `missing` are the worlds and fences that it asks for in vain.
    """

    file: str
    own: Loaded
    documents: tuple[Document, ...]
    beside: tuple[Loaded, ...] = ()
    first: int = 1
    end: int = _LAST_LINE
    codes: tuple[str, ...] = ()
    skip: str | None = None
    missing: tuple[str, ...] = ()


def files_in(paths: Iterable[str]) -> Iterator[str]:
    """The files to check: those named, and in directories all that we read, hidden ones aside."""
    for path in paths:
        if not Path(path).is_dir():
            yield path
            continue
        for folder, folders, names in os.walk(path):
            folders[:] = sorted(name for name in folders if not name.startswith(".") and name != "node_modules")
            yield from (str(Path(folder, name)) for name in sorted(names) if name.endswith(_YAML + _MARKDOWN))


def is_calls(file: str) -> bool:
    """Whether a file holds calls and no resources."""
    return file.endswith(CALLS)


def units(file: str, *, only_resources: bool = False) -> Iterator[Unit]:
    """The units of a file; with `only_resources` none where no document of it looks like one. Raises OSError."""
    text = decode_bytes(Path(file).read_bytes()) or ""
    if is_calls(file):
        yield _of_calls(file, text)
        return
    if file.endswith(_MARKDOWN):
        yield from _of_markdown(file, [fence for fence in fences(text, file) if fence.holds_resources])
        return
    if only_resources and text and not _RESOURCE.search(text):
        return
    world = _WORLD.match(text)
    beside, missing = worlds(file, _names(world[1]) if world else ())
    yield Unit(file, load([file]), tuple(documents(text, file)), beside, missing=missing)


def _of_calls(file: str, text: str) -> Unit:
    """Calls that cannot be read have diagnostics."""
    from snippet_check.simulate.calls import read_scenarios, unreadable

    broken = tuple(unreadable(text, file))
    names = [] if broken else [name for scenario in read_scenarios(text, file) for name in scenario.worlds]
    return Unit(file, Loaded((), broken), tuple(documents(text, file)), missing=worlds(file, dict.fromkeys(names))[1])


def _of_markdown(file: str, found: Sequence[Fence]) -> Iterator[Unit]:
    by_id = {fence.words["id"]: fence for fence in found if "id" in fence.words}
    for fence in found:
        others = _names(fence.words.get("with", ""))
        beside, missing = worlds(file, _names(fence.words.get("world", "")))
        own = tuple(fence.documents())
        yield Unit(
            file,
            load_documents(own),
            own,
            (*beside, *(load_documents(by_id[name].documents()) for name in others if name in by_id)),
            fence.first_line,
            fence.first_line + fence.text.count("\n") + 1,
            fence.check,
            fence.skip,
            (*missing, *(name for name in others if name not in by_id)),
        )


def _names(text: str) -> tuple[str, ...]:
    return tuple(text.replace(",", " ").split())


def worlds(file: str, names: Iterable[str]) -> tuple[tuple[Loaded, ...], tuple[str, ...]]:
    """The worlds of these names, and the names of those that are nowhere: looked for in the folders above the file."""
    found, missing = [], []
    for name in names:
        candidates = (folder / below for folder in Path(file).absolute().parents for below in _places(name))
        path = next((candidate for candidate in candidates if candidate.is_file()), None)
        if path is None:
            missing.append(name)
        else:
            found.append(load([os.path.relpath(path)]))
    return tuple(found), tuple(missing)


def _places(name: str) -> tuple[Path, Path]:
    return Path("worlds", f"{name}.yaml"), Path("snippets", "worlds", f"{name}.yaml")
