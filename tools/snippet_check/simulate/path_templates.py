"""URI templates: `/{user}/**` (envoy.extensions.path.match.uri_template.v3).

`*` and `{name}` stand for one segment, `**` and `{name=**}` for any number of characters; `{name=a/*}` gives the
variable a pattern of its own.
"""

from __future__ import annotations

import functools
import re

_SEGMENT = r"[a-zA-Z0-9._~%!$&'()+,;:@=-]+"
_REST = r"[a-zA-Z0-9._~%!$&'()+,;:@=/-]*"
_TOKEN = re.compile(r"\{\w+(?:=([^}]*))?\}|\*\*|\*|[^{*]+")


def template_matches(template: str, path: str) -> bool:
    """Whether a path without its query fits the template."""
    return _compiled(template).fullmatch(path) is not None


@functools.lru_cache(maxsize=256)
def _compiled(template: str) -> re.Pattern[str]:
    return re.compile(_pattern(template))


def _pattern(template: str) -> str:
    return "".join(_token(match) for match in _TOKEN.finditer(template))


def _token(match: re.Match[str]) -> str:
    text = match[0]
    if text.startswith("{"):
        return _SEGMENT if match[1] is None else _pattern(match[1])
    if text == "**":
        return _REST
    return _SEGMENT if text == "*" else re.escape(text)
