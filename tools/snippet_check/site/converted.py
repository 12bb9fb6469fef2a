"""A snippet turned into the Gateway API, and its calls through both, as `snippet-check convert` has it."""

from __future__ import annotations

from snippet_check.convert import compare, convert
from snippet_check.convert.output import as_documents
from snippet_check.convert.report import report
from snippet_check.load import load, load_text
from snippet_check.render.html import listing, printed
from snippet_check.site.messages import page_of
from snippet_check.site.show import tabs
from snippet_check.site.snippets import SnippetError, read, world_path


def converted(path: str, language: str, same: bool = True) -> str:
    """What is made of the snippet below snippets/, with the report behind a tab.

    With `same` all calls go the same way as before, else some do not. Raises FileNotFoundError, and SnippetError where
    that is not so.
    """
    snippet = read(path)
    own = load_text(snippet.text, snippet.file).resources
    beside = [one for world in snippet.worlds for one in load([world_path(world)]).resources]
    conversion = convert(own, beside)
    comparison = compare(conversion, (*beside, *own))
    if comparison.refused or not comparison.calls or bool(comparison.differences) is same:
        raise SnippetError(f"snippets/{path}: {report(conversion, comparison, 'en')}")
    code = listing(as_documents(conversion.made), (), language, page_of)
    command = f"$ snippet-check convert {snippet.file}\n{report(conversion, comparison, language)}"
    names = {"ko": ("Gateway API", "비교"), "en": ("Gateway API", "Comparison")}[language]
    shown = tabs(f"{path}#converted", tuple(zip(names, (code, printed(command)), strict=True)))
    return f'<section class="snippet" data-search-exclude>{shown}</section>'
