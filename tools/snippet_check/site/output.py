"""What the tool prints about a snippet through a given pair of eyes, as a block of a page."""

from __future__ import annotations

from snippet_check.analyze.run import Options, entries
from snippet_check.eyes import Eyes
from snippet_check.render.html import printed
from snippet_check.render.text import findings, istioctl_findings
from snippet_check.site.snippets import files, read, together

_NOTHING = {"ko": "(찾은 것이 없다)", "en": "(nothing found)"}


def output(path: str, language: str, eyes: str = "cluster") -> str:
    """The command and its output for a snippet and its worlds. Raises FileNotFoundError."""
    snippet = read(path)
    looking = Eyes(eyes)
    found = entries(together(snippet, looking), Options(looking))
    lines = istioctl_findings if looking is Eyes.ISTIOCTL else findings
    command = f"$ snippet-check analyze -A --as {eyes} {files(snippet)}"
    return printed(f"{command}\n{lines(found, language) or _NOTHING[language]}")
