"""From a field path to the lines and columns of its value, found late: most resources are never asked."""

from __future__ import annotations

import functools

from snippet_check.load.tree import Mark, Node, child, child_key, read_tree
from snippet_check.resource import Document, FieldPath
from snippet_check.source import Location, Position, Span


def locate(document: Document, path: FieldPath) -> Location:
    """Where the value at `path` is written; a value nobody wrote is where the nearest enclosing one is."""
    node = tree(document)
    for step in path:
        found = child(node, step)
        if found is None:
            break
        node = found
    return _location(document, node)


def locate_key(document: Document, path: FieldPath) -> Location:
    """Where the key of the value at `path` is written; of a list item the item; of what nobody wrote as locate."""
    node = tree(document)
    for step in path[:-1]:
        node = child(node, step)
    key = child_key(node, path[-1]) if path else None
    return locate(document, path) if key is None else _location(document, key)


@functools.lru_cache(maxsize=256)
def tree(document: Document) -> Node | None:
    """A document's tree."""
    return read_tree(document.text)


@functools.lru_cache(maxsize=256)
def yaml_tree(document: Document) -> Node | None:
    """A document's tree, with lines as YAML breaks them."""
    return read_tree(document.text, yaml_lines=True)


def _location(document: Document, node: Node | None) -> Location:
    start, end = (node.start, node.end) if node else (Mark(0, 0), Mark(0, 0))
    return Location(document.file, Span(_position(document, start), _position(document, end)))


def _position(document: Document, mark: Mark) -> Position:
    missing = document.indent + (document.first_column if mark.line == 0 else 0)
    return Position(document.first_line + mark.line, mark.column + missing + 1)
