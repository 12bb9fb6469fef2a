"""Objects as YAML documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from snippet_check.convert.manifest import as_yaml
from snippet_check.convert.notes import origin
from snippet_check.convert.routes import Made
from snippet_check.resource import Document, Resource


def as_documents(pieces: Iterable[Made | Resource]) -> str:
    """These objects: what was made with a comment that says from what, everything else as it was written."""
    return "---\n".join(_documents(pieces))


def _documents(pieces: Iterable[Made | Resource]) -> Iterator[str]:
    """Every object as a document; what is not converted as it was written. Comments at a document's head stay."""
    seen: set[int] = set()
    for piece in pieces:
        if isinstance(piece, Resource):
            yield _as_written(piece.document.text) if not piece.root else as_yaml(piece.written)
            continue
        head = [line for source in piece.sources for line in _head(source.document, seen)]
        yield as_yaml(piece.content, [*head, *map(origin, piece.sources)])


def _as_written(text: str) -> str:
    """A document's text without its marks and without empty lines around it."""
    lines = text.strip("\n").splitlines()
    return "\n".join(lines[1:] if lines[0].startswith("---") else lines).strip("\n") + "\n"


def _head(document: Document, seen: set[int]) -> Iterator[str]:
    """The comments above a document, the first time it is asked for."""
    if id(document) in seen:
        return
    seen.add(id(document))
    for line in _as_written(document.text).splitlines():
        if not line.startswith("#"):
            return
        yield line.removeprefix("#").removeprefix(" ")
