"""Markdown extension: a page's Python blocks find what snippet_check.site offers without importing it."""

from __future__ import annotations

import re

from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

_FENCE = re.compile(r"( *)(`{3,}|~{3,})(.*)")
_EXECUTED = re.compile(r"python .*\bexec=.*")
_BEFORE_SUPERFENCES = 40


class Blocks(Extension):
    """Puts the import before the line of every ```` ```python exec ```` block."""

    def extendMarkdown(self, md: Markdown) -> None:
        md.preprocessors.register(_Import(md), "snippet_check", _BEFORE_SUPERFENCES)


class _Import(Preprocessor):
    def run(self, lines: list[str]) -> list[str]:
        result: list[str] = []
        fence = ""
        for line in lines:
            result.append(line)
            found = _FENCE.fullmatch(line)
            if found and not fence:
                fence = found[2]
                if _EXECUTED.fullmatch(found[3]):
                    result.append(f"{found[1]}from snippet_check.site import *")
            elif found and found[2].startswith(fence) and not found[3].strip():
                fence = ""
        return result


def makeExtension(**_: object) -> Blocks:
    """What Markdown calls to get the extension."""
    return Blocks()
