"""Files and text to resources."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from snippet_check.diagnostics import Diagnostic
from snippet_check.load.compose import compose, construct
from snippet_check.resource import Document, FieldPath, GroupVersionKind, Resource

_SEPARATOR = re.compile(r"^(?:---|\.\.\.)(?=\s|$).*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a set of files holds, and what could not be read of it."""

    resources: tuple[Resource, ...]
    diagnostics: tuple[Diagnostic, ...] = ()


def load(*paths: str | Path) -> Loaded:
    """The resources of YAML files."""
    return Loaded(tuple(r for path in paths for r in load_text(Path(path).read_text("utf-8"), str(path)).resources))


def load_text(text: str, file: str = "-") -> Loaded:
    """The resources of one YAML text."""
    return Loaded(tuple(r for document in documents(text, file) for r in _resources(document)))


def documents(text: str, file: str) -> Iterator[Document]:
    """Splits at the lines that YAML itself splits at."""
    start, line = 0, 1
    for index, end in enumerate([*(m.start() for m in _SEPARATOR.finditer(text) if m.start()), len(text)]):
        yield Document(file, index, text[start:end], line)
        line += text.count("\n", start, end)
        start = end


def _resources(document: Document) -> Iterator[Resource]:
    yield from _objects(construct(compose(document.text)), document, ())


def _objects(content: Any, document: Document, root: FieldPath) -> Iterator[Resource]:
    if not isinstance(content, dict) or "kind" not in content:
        return
    if content["kind"] == "List":
        for i, item in enumerate(content.get("items") or ()):
            yield from _objects(item, document, (*root, "items", i))
        return
    group, _, version = str(content.get("apiVersion", "")).rpartition("/")
    metadata = content.get("metadata") or {}
    kind = GroupVersionKind(group, version, content["kind"])
    yield Resource(kind, metadata.get("name", ""), metadata.get("namespace", ""), content, document, root)
