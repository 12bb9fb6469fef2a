"""Markdown extension: a page's Python blocks find what snippet_check.site offers without importing it."""

from __future__ import annotations

import re

from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

_EXECUTED = re.compile(r"( *)`{3,}python .*\bexec=.*")
_BEFORE_SUPERFENCES = 40


class Blocks(Extension):
    """Puts the import before the line of every ```` ```python exec ```` block."""

    def extendMarkdown(self, md: Markdown) -> None:
        md.preprocessors.register(_Import(md), "snippet_check", _BEFORE_SUPERFENCES)


class _Import(Preprocessor):
    def run(self, lines: list[str]) -> list[str]:
        result = []
        for line in lines:
            result.append(line)
            if opening := _EXECUTED.fullmatch(line):
                result.append(f"{opening[1]}from snippet_check.site import *")
        return result


def makeExtension(**_: object) -> Blocks:
    """What Markdown calls to get the extension."""
    return Blocks()
