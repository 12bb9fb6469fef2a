"""The lines that the values of a List's item have in the copy that Istio makes of it.

Source: pilot/pkg/config/file/store.go writes each item anew with yaml.v3: a key or item of a list to a line, brackets
and texts without line breaks on one line, no blank lines, and comments where they stood. Of comments, whose places in
that library follow no simple rule, the usual ones are known here.
"""

from __future__ import annotations

import functools
import itertools

from snippet_check.load.characters import split_lines
from snippet_check.load.comments import comments
from snippet_check.load.tree import Node
from snippet_check.resource import Document

_LONGEST_SIMPLE_KEY = 128


def copied_lines(document: Document, item: Node, after: int | None) -> dict[int, int]:
    """For each node of an item, by its id, its line in the copy, counted from 1.

    `after` is the line of the key whose list the item begins, None for a later item.
    """
    writer = _Writer(*_comments_and_lines(document))
    writer.head(item, after)
    writer.value(item, inline=True)
    return writer.copied


@functools.lru_cache(maxsize=16)
def _comments_and_lines(document: Document) -> tuple[dict[int, int], list[str]]:
    """The lines that hold nothing but a comment, or one behind the dash of an item, with its column; and all lines."""
    lines = split_lines(document.text)
    alone = {one.line: one.column for one in comments(document) if not lines[one.line][: one.column].strip(" -\t")}
    return alone, lines


class _Writer:
    """What has been written so far: `line` is the copy's last one, `read` the text's last one that is in it."""

    def __init__(self, comment_columns: dict[int, int], lines: list[str]) -> None:
        self.comments, self.lines = comment_columns, lines
        self.copied: dict[int, int] = {}
        self.line, self.read = 1, 0

    def head(self, item: Node, after: int | None) -> None:
        """The comments above an item: all those above a list, else those right above that stand no deeper."""
        line, column = self.dash(item) if after is None else (after, -1)
        while self.is_above(line - 1, column):
            line -= 1
        self.line += self.height(range(line, item.start.line))
        self.read = item.start.line

    def is_above(self, line: int, column: int) -> bool:
        return self.comments.get(line, column + 1) <= column

    def dash(self, item: Node) -> tuple[int, int]:
        """The line and column of the dash before an item."""
        line, before = item.start.line, self.lines[item.start.line][: item.start.column]
        while line and "-" not in before:
            line -= 1
            before = self.lines[line][: self.comments.get(line)]
        return line, before.rfind("-")

    def height(self, lines: range) -> int:
        """How many lines the comments among these take, a blank one between blocks included."""
        found = [line for line in lines if line in self.comments]
        return len(found) + sum(after > before + 1 for before, after in itertools.pairwise(found))

    def mapping(self, node: Node) -> None:
        """A block mapping whose first key stands on the line that has been begun."""
        above: Node | None = None
        for key, value in node.pairs:
            if above:
                self.begin_line(key, key.start.column, above)
            self.copied[id(key)] = self.line
            self.read = max(self.read, key.end.line)
            self.line += len(key.value or "") > _LONGEST_SIMPLE_KEY
            self.value(value, inline=False)
            above = value

    def sequence(self, node: Node) -> None:
        above: Node | None = None
        for item in node.parts:
            if above:
                self.begin_line(item, self.dash(item)[1], above)
            self.value(item, inline=True)
            above = item

    def value(self, node: Node, inline: bool) -> None:
        """A value behind its key or dash; `inline` says that a block collection may begin on that line."""
        if node.flow or not node.parts:
            self.on_one_line(node)
            return
        first = node.parts[0]
        height = self.height(range(self.read + 1, first.start.line))
        if height or not inline or node.start != first.start:
            self.line += height + (not inline or node.start != first.start)
            self.read = first.start.line
        self.copied[id(node)] = self.line
        if node.is_mapping:
            self.mapping(node)
        else:
            self.sequence(node)

    def on_one_line(self, node: Node) -> None:
        """A scalar, or brackets; a text over several lines begins on this one."""
        pending = [node]
        while pending:
            part = pending.pop()
            self.copied[id(part)] = self.line
            pending.extend(part.parts)
        self.line += _lines_below(node)
        self.read = max(self.read, node.end.line)

    def begin_line(self, node: Node, column: int, above: Node) -> None:
        """Goes to the line of a key or item that is not the first of its collection, below the comments above it."""
        self.line += 1
        for line in range(self.read + 1, node.start.line):
            if line in self.comments:
                nested = self.comments[line] > column and bool(above.parts) and not above.flow
                self.line += 1 + (not nested and self.is_closed(line))
        self.read = node.start.line

    def is_closed(self, line: int) -> bool:
        """Whether a comment ends a block about what is above it, which a blank line sets apart in the copy, too."""
        if self.lines[line + 1].strip():
            return False
        while line - 1 in self.comments:
            line -= 1
        return bool(self.lines[line - 1].strip())


def _lines_below(node: Node) -> int:
    """How many lines a scalar takes after its first one."""
    text = node.value or ""
    if "\n" not in text:
        return 0
    if node.style == '"' or (node.style not in ("|", ">", "'") and not text.strip("\n")):
        return 0
    if node.style in (">", "'"):
        return _folded(text, node.style == ">")
    return text.count("\n") + (not text.endswith("\n"))


def _folded(text: str, block: bool) -> int:
    """A line break within words is written as two, so that it does not become a blank."""
    runs = sum(1 for before, after in itertools.pairwise(text) if after == "\n" and before != "\n")
    return text.count("\n") + runs + (block and not text.endswith("\n"))
