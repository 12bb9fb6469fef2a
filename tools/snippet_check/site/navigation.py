"""One navigation in mkdocs.yml, written once, for two languages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from typing import Any

from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page

from snippet_check.site.languages import LANGUAGES, in_language, language_of


def for_languages(entries: list[Any], paths: Iterable[str]) -> list[dict[str, Any]]:
    """mkdocs.yml's nav with a section per language.

    An entry with a `*` stands for the pages that fit it and have no entry of their own. Every language gets the pages
    that any language has, so that a missing twin is a broken entry.
    """
    known = sorted({path.partition("/")[2] for path in paths if language_of(path)})
    own = set(_entries(entries))
    return [
        {language: _expand(entries, language, [path for path in known if path not in own])} for language in LANGUAGES
    ]


def _entries(entries: list[Any]) -> Iterator[str]:
    for entry in entries:
        if isinstance(entry, dict):
            for inner in entry.values():
                yield from _entries(inner)
        else:
            yield entry


def _expand(entries: list[Any], language: str, others: list[str]) -> list[Any]:
    expanded: list[Any] = []
    for entry in entries:
        if isinstance(entry, dict):
            expanded += [{title: _expand(inner, language, others)} for title, inner in entry.items()]
        else:
            fitting = [path for path in others if fnmatchcase(path, entry)] if "*" in entry else [entry]
            expanded += [f"{language}/{path}" for path in fitting]
    return expanded


def part(navigation: Navigation) -> None:
    """Makes each language's pages a site of their own: no way up to, or on to, the other's."""
    for section in navigation.items:
        for child in section.children:
            child.parent = None
    for page in navigation.pages:
        page.previous_page = _beside(page, page.previous_page)
        page.next_page = _beside(page, page.next_page)


def _beside(page: Page, other: Page | None) -> Page | None:
    same = other and language_of(other.file.src_uri) == language_of(page.file.src_uri)
    return other if same else None


def name_sections(files: Files) -> None:
    """Calls every section what its index page is called, now that the pages have been read."""
    for file in files.documentation_pages():
        page = file.page
        if page and page.is_index and isinstance(page.parent, Section):
            page.parent.title = page.title


def of_language(navigation: Navigation, language: str) -> Navigation:
    """The part of the navigation that a page of this language shows."""
    whole = next(section for section in navigation.items if section.title == language)
    pages = [page for page in navigation.pages if language_of(page.file.src_uri) == language]
    part_of = Navigation(whole.children, pages)
    part_of.homepage = next((page for page in pages if page.file.src_uri == in_language("/index.md", language)), None)
    return part_of
