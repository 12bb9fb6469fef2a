"""Makes the theme, and the links that our blocks make, those of the page that is being written."""

from __future__ import annotations

from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url

from snippet_check.site.languages import LANGUAGES, in_language, language_of
from snippet_check.site.navigation import of_language


def localize(context: dict[str, Any], page: Page, config: MkDocsConfig, navigation: Navigation) -> None:
    """Sets the site's texts, its navigation and the links to the twin. mkdocs renders one page after the other,
    so what is set on the configuration holds until the next page."""
    language = language_of(page.file.src_uri)
    if language is None:
        return
    texts = config.extra["languages"][language]
    config.site_name, config.site_description = texts["site_name"], texts["site_description"]
    config.theme["language"] = language
    for palette, name in zip(config.theme["palette"], texts["toggles"].values(), strict=True):
        palette["toggle"]["name"] = name
    config.extra["alternate"] = [
        {"lang": other, "name": config.extra["languages"][other]["name"], "link": in_language(page.url, other)}
        for other in LANGUAGES
    ]
    context["nav"] = of_language(navigation, language)
    context["language"] = language


def relative_links(html: str, url: str) -> str:
    """Makes `@/reference/…`, which starts at the language's home, relative to the page at `url`."""
    home = get_relative_url(f"{language_of(url) or ''}/", url)
    return html.replace('href="@/', f'href="{home}')
