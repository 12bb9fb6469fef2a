"""The line that Istio itself reports for a value, its defects included.

Source: pilot/pkg/config/file/store.go (BuildFieldPathMap, extractResourceChunksFromListYamlChunk), util/kubeyaml.
Istio counts from the first line that it takes for content, while its text may begin earlier; it knows scalars only;
and it counts the items of a List in a copy of its own, written anew.
"""

from __future__ import annotations

import functools

from snippet_check.load.positions import tree
from snippet_check.load.tree import Node
from snippet_check.resource import Document, FieldPath, Place


def reported_line(place: Place) -> int | None:
    """The line that Istio names for a value; None in .json files, for which it names none.

    A value that is no scalar, or that nobody wrote under this very name, has the line of its resource.
    """
    document, root = place.resource.document, place.resource.root
    if document.file.endswith(".json"):
        return None
    if not document.reported_line:
        return place.location().span.start.line
    first, item, copy = _resource_line(document, root)
    line = _scalar_line(item, place.path) if item and place.path else None
    if line is None:
        return first
    return first + (copy[line] - 1 if copy else line)


def _resource_line(document: Document, root: FieldPath) -> tuple[int, Node | None, dict[int, int] | None]:
    """An object's line and node; of a List item, also which line each line of the text has in the item's own copy."""
    node, first, copy = tree(document), document.reported_line, None
    for step in root:
        if step == "items":
            node = _items(node)
        elif node is not None and isinstance(step, int) and step < len(node.parts):
            node = node.parts[step]
            start = node.start.line
            first += copy[start] if copy else start + 1
            copy = _copied_lines(document, node.start.line, node.end.line)
    return first, node, copy


def _items(node: Node | None) -> Node | None:
    return next((value for key, value in node.pairs if key.value == "items"), None) if node else None


def _scalar_line(node: Node, path: FieldPath) -> int | None:
    """The text's line of the scalar at a path, counted from 0; of equal keys the last scalar counts."""
    if not path:
        return node.start.line if node.is_scalar else None
    step, rest = path[0], path[1:]
    if isinstance(step, int):
        item = node.parts[step] if node.is_sequence and step < len(node.parts) else None
        return _scalar_line(item, rest) if item else None
    found = [_scalar_line(value, rest) for key, value in node.pairs if key.value == step]
    return next((line for line in reversed(found) if line is not None), None)


@functools.lru_cache(maxsize=256)
def _copied_lines(document: Document, first: int, last: int) -> dict[int, int]:
    """For each of the text's lines first…last, its line (from 1) in a copy without blank lines and folded values."""
    lines = document.text.split("\n")
    folded, kept = _folded_and_kept(tree(document))
    while first > 0 and lines[first - 1].lstrip().startswith("#"):
        first -= 1
    copied, count = {}, 0
    for line in range(first, min(last + 1, len(lines))):
        if line not in folded and (lines[line].strip() or line in kept):
            count += 1
        copied[line] = count
    return copied


def _folded_and_kept(node: Node | None) -> tuple[set[int], set[int]]:
    """The lines that continue a flow collection or a folded text, and those within a block of text."""
    folded: set[int] = set()
    kept: set[int] = set()
    pending = [node] if node else []
    while pending:
        current = pending.pop()
        inner = range(current.start.line + 1, current.end.line + 1)
        if current.style in ("|", ">"):
            kept.update(inner)
        elif current.flow or current.is_scalar:
            folded.update(inner)
        pending.extend(current.parts)
    return folded, kept
