"""The status that istiod would write into the Gateways and routes of a snippet, as a block of a page."""

from __future__ import annotations

from html import escape

from snippet_check.mesh.gateway_api.statuses import statuses
from snippet_check.render.statuses import status_table
from snippet_check.simulate.world import make_world
from snippet_check.site.snippets import files, read, together


def status(path: str, language: str) -> str:
    """The command and its output for a snippet in its worlds: a table, which scrolls where it would not fit.

    Raises FileNotFoundError.
    """
    snippet = read(path)
    mesh = make_world(together(snippet).resources, {}).mesh
    own = [one for one in statuses(mesh) if one.resource.document.file == snippet.file]
    text = f"$ snippet-check status {files(snippet)}\n{status_table(own, language)}"
    return f'<div class="highlight"><pre tabindex="0"><code>{escape(text)}\n</code></pre></div>'
