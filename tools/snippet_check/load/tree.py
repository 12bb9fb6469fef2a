"""A document as a tree of nodes with places, for the few documents about which somebody asks.

Built from events without recursion. Lines and columns count from 0, within the document's text. The end of a collection
is that of its last value: YAML readers put their own end mark at the next token, often lines below.
"""

from __future__ import annotations

import bisect
import contextlib
import re
from typing import Any, NamedTuple

import yaml
from yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
)

from snippet_check.load.characters import ODD_BREAK, split_lines
from snippet_check.load.events import Reader, events
from snippet_check.load.scalars import resolve_key
from snippet_check.schema.names import json_name

_MOST_MERGES = 20
"""How many merge keys may lead to a value: more would be a circle."""


class Mark(NamedTuple):
    """A character of the text."""

    line: int
    column: int


class Node:
    """A scalar, or a collection with its parts: items, or keys and values by turns. An alias is a node of its own."""

    __slots__ = ("end", "flow", "is_mapping", "parts", "start", "style", "target", "value")

    def __init__(
        self,
        start: Mark,
        end: Mark,
        value: str | None = None,
        style: str = "",
        is_mapping: bool = False,
        flow: bool = False,
        target: Node | None = None,
    ) -> None:
        self.start, self.end = start, end
        self.value, self.style = value, style
        self.is_mapping, self.flow = is_mapping, flow
        self.parts: list[Node] = []
        self.target = target
        """What an alias stands for."""

    @property
    def is_scalar(self) -> bool:
        return self.value is not None

    @property
    def is_sequence(self) -> bool:
        return self.value is None and not self.is_mapping and self.target is None

    @property
    def pairs(self) -> list[tuple[Node, Node]]:
        return list(zip(self.parts[::2], self.parts[1::2], strict=False)) if self.is_mapping else []


def read_tree(text: str, reader: Reader = events, *, yaml_lines: bool = False) -> Node | None:
    """The tree of a text's first document, None for an empty one; of a malformed one, what was read of it.

    Lines are an editor's or, with `yaml_lines`, those of YAML 1.1, which breaks them at more characters.
    """
    builder = _TreeBuilder(text, yaml_lines)
    with contextlib.suppress(yaml.YAMLError):
        next_event = reader(text)
        while (event := next_event()) is not None and type(event) is not DocumentEndEvent:
            builder.take(event)
    return builder.root


def child(node: Node | None, step: str | int) -> Node | None:
    """The value of a key, or the item at an index, through aliases and merge keys; None where there is none."""
    pair = _pair(node, step)
    return pair[1] if pair else None


def child_key(node: Node | None, step: str | int) -> Node | None:
    """The key of a value; in a sequence the item itself."""
    pair = _pair(node, step)
    return pair[0] if pair else None


def _pair(node: Node | None, step: str | int, depth: int = 0) -> tuple[Node, Node] | None:
    node = node.target if node is not None and node.target is not None else node
    if node is None or depth > _MOST_MERGES:
        return None
    if node.is_sequence:
        item = node.parts[step] if isinstance(step, int) and step < len(node.parts) else None
        return (item, item) if item else None
    # The last of equal keys counts, and so does a merge key's place among them.
    for key, value in reversed(node.pairs):
        if key.value == "<<" and not key.style:
            found = next(filter(None, (_pair(merged, step, depth + 1) for merged in _merged(value))), None)
            if found:
                return found
        elif _names(key, step):
            return key, value
    return None


def _merged(value: Node) -> list[Node]:
    return value.parts if value.is_sequence else [value]


def _names(key: Node, step: str | int) -> bool:
    """Whether a key is this step, or a protobuf spelling of it: `export_to` for exportTo."""
    if key.value is None or not isinstance(step, str):
        return False
    name = key.value if key.style else resolve_key(key.value)
    return name == step or ("_" in key.value and json_name(key.value) == step)


class _TreeBuilder:
    def __init__(self, text: str, yaml_lines: bool) -> None:
        self.lines = split_lines(text) if yaml_lines else text.split("\n")
        # Where YAML breaks lines and an editor does not, places are counted anew from offsets.
        self.starts = None if yaml_lines or not ODD_BREAK.search(text) else _line_starts(text)
        self.root: Node | None = None
        self.open: list[Node] = []
        self.anchors: dict[str, Node] = {}

    def take(self, event: Any) -> None:
        if isinstance(event, CollectionEndEvent):
            self.close(event)
        elif isinstance(event, NodeEvent):
            node = self.node(event)
            self.root = self.root or node
            if self.open:
                self.open[-1].parts.append(node)
            if isinstance(event, CollectionStartEvent):
                self.open.append(node)

    def node(self, event: Any) -> Node:
        start = self.mark(event.start_mark)
        kind = type(event)
        if kind is AliasEvent:
            return Node(start, self.mark(event.end_mark), target=self.anchors.get(event.anchor))
        if kind is ScalarEvent:
            node = Node(start, self.scalar_end(event), event.value, event.style or "")
        else:
            is_mapping = isinstance(event, MappingStartEvent)
            node = Node(start, start, is_mapping=is_mapping, flow=bool(event.flow_style))
        if event.anchor is not None:
            self.anchors[event.anchor] = node
        return node

    def close(self, event: Any) -> None:
        node = self.open.pop()
        if node.flow:
            node.end = self.mark(event.end_mark)
        elif node.parts:
            node.end = max(part.end for part in node.parts[-2:])

    def scalar_end(self, event: Any) -> Mark:
        """The end of the text itself: readers put that of a block scalar where the next token begins."""
        end = self.mark(event.end_mark)
        if event.style not in ("|", ">"):
            return end
        line = min(end.line, len(self.lines) - 1)
        if end.column == 0 or self.lines[line][: end.column].isspace():
            line -= 1
        first = self.mark(event.start_mark).line
        while line > first and not self.lines[line].strip():
            line -= 1
        return Mark(line, len(self.lines[line]))

    def mark(self, mark: yaml.Mark) -> Mark:
        if mark.line >= len(self.lines):
            return Mark(len(self.lines) - 1, len(self.lines[-1]))
        if self.starts is None:
            return Mark(mark.line, mark.column)
        line = bisect.bisect_right(self.starts, mark.index) - 1
        return Mark(line, mark.index - self.starts[line])


def _line_starts(text: str) -> list[int]:
    return [0, *(match.end() for match in re.finditer("\n", text))]
