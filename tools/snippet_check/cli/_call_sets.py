"""Which calls a command is to make, and through which resources: files of calls, or one call from the command line."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from snippet_check.cli._parser import UsageError
from snippet_check.cli._units import CALLS, is_calls, units, worlds
from snippet_check.diagnostics import Diagnostic, Level
from snippet_check.load import Loaded, load
from snippet_check.load.encoding import decode_bytes
from snippet_check.resource import Document, Resource
from snippet_check.simulate.calls import CallsFile, read_scenarios, unreadable
from snippet_check.simulate.calls.callers import OUTSIDE


@dataclass(frozen=True, slots=True, eq=False)
class CallSet:
    """Calls, and the files whose resources they meet."""

    calls: CallsFile
    loaded: tuple[Loaded, ...]

    @property
    def resources(self) -> tuple[Resource, ...]:
        """What the calls meet."""
        return resources(self.loaded)

    @property
    def unread(self) -> tuple[Diagnostic, ...]:
        """Why resources are missing among them: errors in what could not be read."""
        return unread(self.loaded)


def call_sets(arguments: argparse.Namespace, texts: dict[str, str]) -> Iterator[CallSet]:
    """The calls of the command line, else those of the files given and of those that stand beside them."""
    files = [path for path in arguments.paths if not is_calls(path)]
    if arguments.url:
        yield CallSet(_from_arguments(arguments), tuple(loaded_files(files)))
        return
    named = [path for path in arguments.paths if is_calls(path)] or [one for one in map(_beside, files) if one]
    if not named:
        raise UsageError(texts["no_calls"])
    for path in dict.fromkeys(named):
        yield from call_sets_in(path, files, texts, arguments.lang)


def call_sets_in(path: str, files: list[str], texts: dict[str, str], language: str) -> Iterator[CallSet]:
    """The scenarios of a file of calls, with the snippet beside it and these files. Raises UsageError."""
    source = decode_bytes(Path(path).read_bytes()) or ""
    for finding in unreadable(source, path):
        raise UsageError(f"{finding.location()}: [{finding.code}] {finding.text(language)}")
    scenarios = read_scenarios(source, path)
    snippet = _snippet(path)
    own = tuple(loaded_files([*([snippet] if snippet and snippet not in files else []), *files]))
    for calls in scenarios:
        beside, missing = worlds(path, calls.worlds)
        if missing:
            raise UsageError(texts["no_world"].format(file=path, name=missing[0]))
        yield CallSet(calls, (*beside, *own))


def resources(found: Iterable[Loaded]) -> tuple[Resource, ...]:
    """The resources of all these files."""
    return tuple(one for loaded in found for one in loaded.resources)


def unread(found: Iterable[Loaded]) -> tuple[Diagnostic, ...]:
    """Why resources are missing among those of these files: errors in what could not be read."""
    return tuple(one for loaded in found for one in loaded.diagnostics if one.level is Level.ERROR)


def loaded_files(files: list[str]) -> Iterator[Loaded]:
    """What is in files, and in the worlds that their first comments name."""
    for file in files:
        if Path(file).is_dir():
            yield load([file])
            continue
        for unit in units(file):
            yield from (*unit.beside, unit.own)


def _from_arguments(arguments: argparse.Namespace) -> CallsFile:
    call = {
        "name": arguments.url,
        "from": arguments.caller or OUTSIDE,
        "url": arguments.url,
        "method": arguments.method,
        "headers": dict(_header(given) for given in arguments.header),
        "certificate": arguments.certificate,
    }
    return CallsFile(Document("-", 0, ""), {"calls": [call]})


def _header(given: str) -> tuple[str, str]:
    name, colon, value = given.partition(":")
    if not colon:
        raise UsageError(f"--header {given}: NAME: VALUE")
    return name.strip(), value.strip()


def _beside(file: str) -> str:
    """The file of calls beside a snippet, "" where there is none."""
    stem = Path(file).with_suffix("")
    return next((f"{stem}{ending}" for ending in CALLS if Path(f"{stem}{ending}").is_file()), "")


def _snippet(calls: str) -> str:
    """The snippet beside a file of calls, "" where there is none."""
    stem = next(calls.removesuffix(ending) for ending in CALLS if calls.endswith(ending))
    return next((f"{stem}{ending}" for ending in (".yaml", ".yml") if Path(f"{stem}{ending}").is_file()), "")
