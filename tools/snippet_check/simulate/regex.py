"""RE2's verdicts. Envoy's safe_regex must match the whole text; its regex rewrites replace every match."""

from __future__ import annotations

import functools
import re

_GROUP = re.compile(r"\\(\d|\\)")


@functools.lru_cache(maxsize=512)
def _compiled(pattern: str) -> re.Pattern[str] | None:
    try:
        return re.compile(pattern)
    except re.error:
        return None


def full_match(pattern: str, text: str) -> bool:
    """Whether the pattern matches the whole text. A pattern that cannot be read matches nothing."""
    compiled = _compiled(pattern)
    return compiled is not None and compiled.fullmatch(text) is not None


def replace_all(pattern: str, substitution: str, text: str) -> str:
    r"""RE2::GlobalReplace: every match replaced, with \0 to \9 for the match and its groups."""
    compiled = _compiled(pattern)
    return text if compiled is None else compiled.sub(lambda match: _expand(substitution, match), text)


def _expand(substitution: str, match: re.Match[str]) -> str:
    def group(reference: re.Match[str]) -> str:
        if reference[1] == "\\":
            return "\\"
        number = int(reference[1])
        return match[number] or "" if number <= match.re.groups else ""

    return _GROUP.sub(group, substitution)
