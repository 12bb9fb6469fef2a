"""What is not so on a page: it stops a build that is strict, and stands on the page for whoever writes it."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from html import escape

log = logging.getLogger("mkdocs.snippet_check")

_TITLE = {"ko": "적힌 것과 다르다", "en": "Not what it says"}


def complain(problems: Sequence[str]) -> Sequence[str]:
    """Tells the build about problems, each of which begins with file and line; hands them back for `notice`."""
    for problem in problems:
        log.warning(problem)
    return problems


def notice(problems: Sequence[str], language: str) -> str:
    """The problems as HTML, "" where there are none."""
    if not problems:
        return ""
    items = "".join(f"<li>{escape(problem)}</li>" for problem in problems)
    return f'<div class="admonition failure"><p class="admonition-title">{_TITLE[language]}</p><ul>{items}</ul></div>'
