"""Search: Material makes one index of all pages; each language gets its own."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from snippet_check.site.languages import LANGUAGES

_WORD_BREAKS = r"[\s\-/,.:;=(){}\[\]\"'`<>|]+"
_PARTICLES = "으로|에서|에게|까지|부터|처럼|보다|하고|이나|라는|이라는|은|는|이|가|을|를|의|에|로|과|와|도|만"

_SEPARATORS = {
    # A particle ends a Korean word of two or more syllables; lunr has no stemmer that would take it off.
    "ko": rf"{_WORD_BREAKS}|(?<=[가-힣]{{2}}|\w[A-Za-z0-9])(?:{_PARTICLES})(?=[\s,.:;()]|$)",
    "en": _WORD_BREAKS,
}


def split(index: Mapping[str, Any]) -> dict[str, str]:
    """The index of each language as JSON, its places relative to that language's home."""
    return {language: _of_language(index, language) for language in LANGUAGES}


def _of_language(index: Mapping[str, Any], language: str) -> str:
    home = f"{language}/"
    entries = [
        {**entry, "location": entry["location"].removeprefix(home)}
        for entry in index["docs"]
        if entry["location"].startswith(home)
    ]
    config = {**index["config"], "lang": [language], "separator": _SEPARATORS[language]}
    return json.dumps({"config": config, "docs": entries}, ensure_ascii=False, separators=(",", ":"))
