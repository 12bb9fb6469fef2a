"""The line that Istio itself reports for a value, its defects included.

Source: pilot/pkg/config/file/store.go (BuildFieldPathMap, extractResourceChunksFromListYamlChunk), util/kubeyaml.
Istio counts from the first line that it takes for content, while its text may begin earlier; it knows scalars only;
and it counts the items of a List in a copy of its own, written anew.
"""

from __future__ import annotations

import functools

from snippet_check.load.list_copy import copied_lines
from snippet_check.load.positions import yaml_tree
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
    scalar = _scalar(item, place.path) if item and place.path else None
    if scalar is None:
        return first
    return first + (copy[id(scalar)] - 1 if copy else scalar.start.line)


@functools.lru_cache(maxsize=256)
def _resource_line(document: Document, root: FieldPath) -> tuple[int, Node | None, dict[int, int] | None]:
    """An object's line and node; of a List item, also the lines of its values in the item's own copy."""
    node, first, copy = yaml_tree(document), document.reported_line, None
    items: Node | None = None
    for step in root:
        if step == "items":
            items, node = _items(node)
        elif node is not None and isinstance(step, int) and step < len(node.parts):
            node = node.parts[step]
            first += copy[id(node)] if copy else node.start.line + 1
            copy = copied_lines(document, node, None if step or items is None else items.start.line)
    return first, node, copy


def _items(node: Node | None) -> tuple[Node | None, Node | None]:
    """The key that a List has its items under, and the items."""
    pairs = node.pairs if node else []
    return next(((key, value) for key, value in pairs if key.value == "items"), (None, None))


def _scalar(node: Node, path: FieldPath) -> Node | None:
    """The scalar at a path; of equal keys the last scalar counts."""
    if not path:
        return node if node.is_scalar else None
    step, rest = path[0], path[1:]
    if isinstance(step, int):
        item = node.parts[step] if node.is_sequence and step < len(node.parts) else None
        return _scalar(item, rest) if item else None
    found = [_scalar(value, rest) for key, value in node.pairs if key.value == step]
    return next((scalar for scalar in reversed(found) if scalar is not None), None)
