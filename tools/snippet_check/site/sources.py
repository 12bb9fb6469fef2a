"""Files of this repository on a page, so that no page quotes what is no longer so."""

from __future__ import annotations

from snippet_check.site.repository import ROOT

_LANGUAGES = {".py": "python", ".md": "markdown"}


def source(path: str) -> str:
    """The file at a path of the repository as a block of code, in Markdown. Raises FileNotFoundError."""
    file = ROOT / path
    language = _LANGUAGES.get(file.suffix, file.suffix.removeprefix("."))
    return f'`````{language} title="{path}"\n{file.read_text("utf-8")}`````'
