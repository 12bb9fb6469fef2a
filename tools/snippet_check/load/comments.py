"""The comments of a document: what stands between its tokens, never what merely looks like one within a text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from snippet_check.load.positions import tree
from snippet_check.load.tree import Node
from snippet_check.resource import Document

_START = re.compile(r"(?:^|(?<=[ \t]))#")


class Comment(NamedTuple):
    """One comment, from its # on. Line and column count from 0, within the document's text."""

    line: int
    column: int
    text: str
    alone: bool
    """Whether nothing but blanks stands before it."""


def comments(document: Document) -> Iterator[Comment]:
    """Every comment of a document, in order. After a mistake in the YAML, everything that looks like one."""
    covered = _covered(tree(document))
    for number, line in enumerate(document.text.split("\n")):
        if "#" not in line:
            continue
        for match in _START.finditer(line):
            column = match.start()
            if not any(start <= column < end for start, end in covered.get(number, ())):
                yield Comment(number, column, line[column:].rstrip(), not line[:column].strip())
                break


def _covered(root: Node | None) -> dict[int, list[tuple[int, int]]]:
    """The columns of each line that belong to a scalar."""
    covered: dict[int, list[tuple[int, int]]] = defaultdict(list)
    pending = [root] if root else []
    while pending:
        node = pending.pop()
        pending.extend(node.parts)
        if node.is_scalar:
            for line, start, end in _extent(node):
                covered[line].append((start, end))
    return covered


def _extent(node: Node) -> Iterator[tuple[int, int, int]]:
    """The lines of a scalar with the columns that are its own; the head line of a block of text is not."""
    whole = 1 << 30
    is_block = node.style in ("|", ">")
    for line in range(node.start.line + is_block, node.end.line + 1):
        first = node.start.column if line == node.start.line else 0
        yield line, first, node.end.column if line == node.end.line and not is_block else whole
