"""What stops a document from being read, as one of our messages at one place."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import yaml

_TAB = "SC0004"
_BY_PROBLEM: tuple[tuple[str, str], ...] = (
    (r"character '\\t'|tab character", _TAB),
    (r"that cannot start any token", "SC0005"),
    (r"undefined alias|scanning an alias", "SC0006"),
    (r"unexpected end of stream|unexpected document separator", "SC0007"),
    (r"expected ',' or|did not find expected node content", "SC0008"),
    (
        r"mapping values are not allowed|sequence entries are not allowed|block mapping|block sequence|block end",
        "SC0009",
    ),
    (r"expected ':'|expected key|expected '-'|block collection|expected <document start>|<document start>", "SC0009"),
    (r"escape|hexadecimal", "SC0010"),
)
"""PyYAML's and libyaml's words for what they met, and our message for it. The first that fits counts."""
_OTHER = "SC0003"


class MalformedError(Exception):
    """One document cannot be read. Line and column count from 0, within the document's text."""

    def __init__(self, code: str, line: int, column: int, **arguments: Any) -> None:
        super().__init__(code)
        self.code, self.line, self.column, self.arguments = code, line, column, arguments


def malformed(error: yaml.YAMLError, text: str) -> MalformedError:
    """What a YAML reader's error is to us."""
    mark: yaml.Mark | None = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if mark is None:
        return MalformedError(_OTHER, 0, 0)
    problem = f"{getattr(error, 'context', None) or ''} {getattr(error, 'problem', None) or ''}"
    code = next((code for pattern, code in _BY_PROBLEM if re.search(pattern, problem)), _OTHER)
    line, column = _within(text, mark.line, mark.column)
    if code == "SC0005" and text.split("\n")[line][column : column + 1] == "\t":
        code = _TAB
    return MalformedError(code, line, column)


def _within(text: str, line: int, column: int) -> tuple[int, int]:
    """The end of the text, not the line after it, for what is missing at the end."""
    lines = text.split("\n")
    while line >= len(lines) or (line > 0 and line == len(lines) - 1 and not lines[line].strip()):
        line = min(line, len(lines)) - 1
        column = len(lines[line])
    return line, column
