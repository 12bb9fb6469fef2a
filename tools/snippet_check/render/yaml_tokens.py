"""Cuts lines of YAML into what a reader tells apart: keys, strings, numbers, comments. For colour only."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_COMMENT = r"(?P<c>(?:^|(?<=\s))#.*)"
_SEPARATOR = r"(?P<p>^---|^\.\.\.)"
_KEY = r"(?P<nt>(?:\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*'|[\w./$~][\w./$~-]*(?: [\w./-]+)*)(?=:(?:\s|$)))"
_STRING = r"(?P<s>\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*')"
_CONSTANT = r"(?P<kc>\b(?:true|false|null)\b(?![\w./-]))"
_NUMBER = r"(?P<m>(?<![\w./:-])-?\d+(?:\.\d+)?(?![\w./:-]))"
_TOKEN = re.compile("|".join((_SEPARATOR, _COMMENT, _KEY, _STRING, _CONSTANT, _NUMBER)))
_BLOCK_SCALAR = re.compile(r"^(\s*(?:- +)*)[^#]*?[|>][+-]?\d?\s*(?:#.*)?$")


class Token(NamedTuple):
    """Part of a line: from column `start` up to `end`, from 0, and its kind by Pygments' short names."""

    start: int
    end: int
    kind: str


def tokens(text: str) -> Iterator[tuple[str, list[Token]]]:
    """Each line with its tokens; the lines of a block scalar are one string each."""
    scalar_indent: int | None = None
    for line in text.splitlines():
        indent = len(line) - len(line.lstrip())
        if scalar_indent is not None and (indent > scalar_indent or not line.strip()):
            yield line, [Token(indent, len(line), "s")] if line.strip() else []
            continue
        opening = _BLOCK_SCALAR.match(line)
        scalar_indent = indent if opening else None
        yield line, [Token(*match.span(), str(match.lastgroup)) for match in _TOKEN.finditer(line)]
