"""From a field path to the lines and columns of its value, found late: most resources are never asked."""

from __future__ import annotations

import functools

import yaml

from snippet_check.load.compose import compose
from snippet_check.resource import Document, FieldPath
from snippet_check.source import Location, Position, Span


def locate(document: Document, path: FieldPath) -> Location:
    """Where the value at `path` is written; a value nobody wrote is where the nearest enclosing one is."""
    node = _root(document)
    for step in path:
        child = _child(node, step)
        if child is None:
            break
        node = child
    return Location(document.file, _span(document, node))


@functools.lru_cache(maxsize=64)
def _root(document: Document) -> yaml.Node | None:
    return compose(document.text)


def _child(node: yaml.Node | None, step: str | int) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == step), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        item: yaml.Node = node.value[step]
        return item
    return None


def _span(document: Document, node: yaml.Node | None) -> Span:
    if node is None:
        return Span(Position(document.first_line, 1), Position(document.first_line, 1))
    return Span(_position(document, node.start_mark), _position(document, node.end_mark))


def _position(document: Document, mark: yaml.Mark) -> Position:
    return Position(document.first_line + mark.line, document.indent + mark.column + 1)
