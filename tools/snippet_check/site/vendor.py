"""The one thing in Material's scripts that two languages in one site need otherwise."""

from __future__ import annotations

from mkdocs.exceptions import PluginError
from mkdocs.structure.files import Files

_ALTERNATES = '"link[rel=alternate]"'
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
