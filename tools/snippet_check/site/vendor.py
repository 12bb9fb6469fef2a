"""What Material does otherwise than this site needs it: where it looks for twins, and what names its landmarks."""

from __future__ import annotations

import re

from mkdocs.exceptions import PluginError
from mkdocs.structure.files import Files

_ALTERNATES = '"link[rel=alternate]"'
_TITLE = re.compile(r'<label class="md-nav__title" for="(__nav_\w+)">')
_NONE = '"link[rel=alternate][data-root]"'


def mend(files: Files) -> None:
    """Takes out of Material's bundle its guess at where a page's twin is.

    It takes every `<link rel="alternate">` for the root of a language and asks for a sitemap.xml there. Ours name the
    twin of the very page, which is what search engines want, and so does the switch in the header: nothing is left
    to guess.
    """
    bundles = [
        file for file in files if file.src_uri.startswith("assets/javascripts/bundle.") and file.src_uri.endswith(".js")
    ]
    for bundle in bundles:
        script = bundle.content_string
        if script.count(_ALTERNATES) != 1:
            raise PluginError(f"{bundle.src_uri}: Material looks for alternates in a new way; see {__name__}")
        bundle.content_string = script.replace(_ALTERNATES, _NONE)


def name_landmarks(html: str) -> str:
    """Gives every part of the navigation the name that stands above it.

    Material names a section by the label beside its link; where the section has an index page that label is an icon,
    and where that is its only page there is no label.
    """
    labelled = html.replace('_label" aria-expanded=', '_title" aria-expanded=')
    return _TITLE.sub(r'<label class="md-nav__title" for="\1" id="\1_title">', labelled)
