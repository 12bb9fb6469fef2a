"""What mkdocs calls while it builds. Only hands on: everything that is done is done in modules beside this one.

The package's modules are imported inside the functions, as on_config forgets them: `mkdocs serve` then builds with what
the files hold now.
"""

from __future__ import annotations

import json
import logging
import sys
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

log = logging.getLogger("mkdocs.snippet_check")


def on_config(config: MkDocsConfig) -> None:
    for module in [name for name in sys.modules if name.partition(".")[0] == "snippet_check"]:
        del sys.modules[module]


def on_pre_build(config: MkDocsConfig) -> None:
    from snippet_check.site import translations

    if problems := list(translations.problems(translations.translated_files())):
        raise PluginError("\n".join(problems))


def on_files(files: Files, config: MkDocsConfig) -> None:
    from snippet_check.site import messages, navigation, vendor

    for path, content in messages.pages():
        files.append(File.generated(config, path, content=content))
    vendor.mend(files)
    config.nav = navigation.for_languages(config.nav or [], (file.src_uri for file in files.documentation_pages()))


def on_nav(nav: Navigation, config: MkDocsConfig, files: Files) -> None:
    from snippet_check.site import navigation

    navigation.part(nav)


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    from snippet_check.site import localization

    return localization.relative_links(html, page.url)


def on_env(env: object, config: MkDocsConfig, files: Files) -> None:
    from snippet_check.site import navigation, parity

    navigation.name_sections(files)
    for problem in parity.problems({file.src_uri: file.content_string for file in files.documentation_pages()}):
        log.warning(problem)


def on_page_context(context: dict[str, Any], page: Page, config: MkDocsConfig, nav: Navigation) -> None:
    from snippet_check.site import localization

    localization.localize(context, page, config, nav)


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    from snippet_check.site import vendor

    return vendor.name_landmarks(output)


def on_post_build(config: MkDocsConfig) -> None:
    from snippet_check.site import search_index

    whole = Path(config.site_dir, "search", "search_index.json")
    for language, index in search_index.split(json.loads(whole.read_text("utf-8"))).items():
        place = Path(config.site_dir, language, "search", whole.name)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(index, encoding="utf-8")
    whole.unlink()
    whole.parent.rmdir()
