"""The YAML fences of a Markdown file, with the file's own lines and columns.

Fences are found as CommonMark finds them (three or more backticks or tildes, closed by as many), at any indentation:
lists, quotes, admonitions and tabs all indent theirs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from snippet_check.eyes import Eyes
from snippet_check.load.split import chunks, documents
from snippet_check.resource import Document

_OPENING = re.compile(r"^((?:[ \t]|>|[-*+][ \t]|\d{1,9}[.)][ \t])*)(`{3,}(?=[^`]*$)|~{3,})[ \t]*(.*?)[ \t]*$")
_WORD = re.compile(r"""([\w.-]+)=(?:"([^"]*)"|'([^']*)'|(\S+))|([^\s={}]+)""")
_LANGUAGES = frozenset(("yaml", "yml"))
_OBJECT = re.compile(r"""^["']?apiVersion["']?[ \t]*:|^[{[].*["']apiVersion["']""", re.MULTILINE)
_KIND = re.compile(r"""^["']?kind["']?[ \t]*:|["']kind["']""", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Fence:
    """One fence: its language, the words of its info string, and its text without the indentation.

    `first_line` is the file's line of the text's first line, `indent` how many columns stand before every line of it.
    """

    file: str
    language: str
    text: str
    first_line: int
    indent: int
    words: dict[str, str] = field(default_factory=dict)

    @property
    def holds_resources(self) -> bool:
        """Whether this is YAML, and whether an object begins in it; excerpts and other YAML are nobody's business."""
        return self.language in _LANGUAGES and bool(_OBJECT.search(self.text) and _KIND.search(self.text))

    @property
    def skip(self) -> str | None:
        """Why the fence is not to be checked; None where it is."""
        return self.words.get("skip")

    @property
    def check(self) -> tuple[str, ...]:
        """The codes that must fire."""
        return tuple(self.words.get("check", "").replace(",", " ").split())

    def documents(self, eyes: Eyes = Eyes.CLUSTER) -> Iterator[Document]:
        """The fence's documents, in the lines and columns of the Markdown file."""
        split = chunks if eyes.reads_as_istio else documents
        for document in split(self.text, self.file):
            yield document._replace(
                first_line=document.first_line + self.first_line - 1,
                reported_line=document.reported_line and document.reported_line + self.first_line - 1,
                indent=self.indent,
            )


def fences(text: str, file: str) -> Iterator[Fence]:
    """Every fence of a Markdown text, whatever its language."""
    lines = iter(enumerate(text.replace("\r\n", "\n").split("\n"), 1))
    for number, line in lines:
        opening = _OPENING.match(line)
        if opening is None:
            continue
        prefix, marks, info = opening.groups()
        body = []
        for _, inner in lines:
            if _closes(inner, marks):
                break
            body.append(_without_prefix(inner, len(prefix)))
        language, words = _info(info)
        yield Fence(file, language, "\n".join((*body, "")), number + 1, len(prefix), words)


def _closes(line: str, marks: str) -> bool:
    stripped = line.strip(" \t>")
    return len(stripped) >= len(marks) and set(stripped) == {marks[0]}


def _without_prefix(line: str, width: int) -> str:
    """The line without its first columns, as far as they hold nothing but indentation and quote marks."""
    prefix = line[:width]
    return line[width:] if not prefix.strip(" \t>") else line.lstrip(" \t>")


def _info(info: str) -> tuple[str, dict[str, str]]:
    """The language of an info string, and its words: those without a value are there with an empty one."""
    words: dict[str, str] = {}
    language = ""
    for key, double, single, bare, alone in _WORD.findall(info):
        if alone and not language and not words:
            language = alone.lstrip(".").lower()
        else:
            words[key or alone] = double or single or bare
    return language, words
