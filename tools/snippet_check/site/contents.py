"""What is in a section: its pages with what each says it answers, in the order of the nav."""

from __future__ import annotations

import re
from html import escape

from snippet_check.site.repository import ROOT

_TITLE = re.compile(r"^# +(.+?)(?: *\{[^}]*\})? *$", re.MULTILINE)
_DESCRIPTION = re.compile(r"\A---\n(?:.*\n)*?description: *(.+)\n(?:.*\n)*?---\n")


def contents(section: str, language: str) -> str:
    """The pages of a section as a list of links, each with its page's description."""
    nav = (ROOT / "mkdocs.yml").read_text("utf-8")
    pages = re.findall(rf"^ *- ({section}/(?!index\.md)[\w-]+)\.md$", nav, re.MULTILINE)
    return f'<ul class="contents">{"".join(_entry(page, language) for page in pages)}</ul>'


def _entry(page: str, language: str) -> str:
    text = (ROOT / "docs" / language / f"{page}.md").read_text("utf-8")
    title, description = _TITLE.search(text), _DESCRIPTION.search(text)
    name = escape(title[1] if title else page)
    return f'<li><a href="@/{page}/">{name}</a>{f"<p>{escape(description[1])}</p>" if description else ""}</li>'
