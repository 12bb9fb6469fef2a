"""Sets of characters: `[a-z]`, `\\d`, `[[:alpha:]]`, `\\p{Greek}`, and how letters of two cases fold together."""

from __future__ import annotations

import functools
import importlib.resources
import json
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable
from typing import Any, TypeAlias

CharacterSet: TypeAlias = Callable[[str], bool]
"""Whether a character is in the set."""

_CATEGORIES = """C Cc Cf Cn Co Cs L LC Ll Lm Lo Lt Lu M Mc Me Mn N Nd Nl No P Pc Pd Pe Pf Pi Po Ps S Sc Sk Sm So
Z Zl Zp Zs"""
_GROUPS = {"LC": ("Ll", "Lt", "Lu"), "C": ("Cc", "Cf", "Co", "Cs")}
"""Categories that are not simply all that begin with their letter: C leaves the unassigned out."""

_WORD = "09AZ__az"
_PERL = {"d": "09", "s": "\t\n\f\r  ", "w": _WORD}
_POSIX = {
    "alnum": "09AZaz",
    "alpha": "AZaz",
    "ascii": "\x00\x7f",
    "blank": "\t\t  ",
    "cntrl": "\x00\x1f\x7f\x7f",
    "digit": "09",
    "graph": "!~",
    "lower": "az",
    "print": " ~",
    "punct": "!/:@[`{~",
    "space": "\t\r  ",
    "upper": "AZ",
    "word": _WORD,
    "xdigit": "09AFaf",
}
"""Each pair of characters is a range."""

_FOLDED_BY = {"k": "\u212a", "s": "\u017f", "å": "\u212b", "µ": "\u03bc", "μ": "\u00b5", "θ": "\u03f4", "ω": "\u2126"}
"""Letters that share their lower case with a letter which lower and upper case do not lead to."""


def is_word(character: str) -> bool:
    """Whether a character counts for `\\b`: ASCII only."""
    return character == "_" or (character.isascii() and character.isalnum())


def any_character(character: str) -> bool:
    return True


def except_newline(character: str) -> bool:
    return character != "\n"


def between(low: str, high: str) -> CharacterSet:
    return lambda character: low <= character <= high


def any_of(sets: Iterable[CharacterSet]) -> CharacterSet:
    members = tuple(sets)
    return lambda character: any(member(character) for member in members)


def negated(members: CharacterSet) -> CharacterSet:
    return lambda character: not members(character)


def folded(members: CharacterSet) -> CharacterSet:
    """The set together with its members' other cases."""
    return lambda character: any(members(other) for other in _cases(character))


def perl_class(letter: str) -> CharacterSet | None:
    """`d`, `s` or `w`, all ASCII; None for every other letter."""
    return _ranges(_PERL[letter]) if letter in _PERL else None


def posix_class(name: str) -> CharacterSet | None:
    return _ranges(_POSIX[name]) if name in _POSIX else None


def unicode_class(name: str) -> CharacterSet | None:
    """A general category or a script; case, blanks, hyphens and underscores in its name count for nothing."""
    name = name.translate(dict.fromkeys(map(ord, "_- "))).capitalize() if name.isascii() else name
    if name == "Any":
        return any_character
    if name == "Assigned":
        return lambda character: unicodedata.category(character) != "Cn"
    if name == "Ascii":
        return str.isascii
    category = "LC" if name == "Lc" else _unicode()["category_aliases"].get(name, name)
    if category in _CATEGORIES.split():
        return _category(category)
    scripts = _unicode()["scripts"]
    return _script(name) if name in scripts else None


def _ranges(pairs: str) -> CharacterSet:
    return any_of(between(low, high) for low, high in zip(pairs[::2], pairs[1::2], strict=True))


def _category(category: str) -> CharacterSet:
    members = _GROUPS.get(category, category)
    return lambda character: unicodedata.category(character).startswith(members)


def _script(name: str) -> CharacterSet:
    bounds = [int(bound, 16) for item in _unicode()["scripts"][name].split() for bound in (item.split("-") * 2)[:2]]
    starts = bounds[::2]

    def holds(character: str) -> bool:
        i = bisect_right(starts, ord(character)) - 1
        return i >= 0 and ord(character) <= bounds[2 * i + 1]

    return holds


@functools.cache
def _unicode() -> dict[str, Any]:
    file = importlib.resources.files("snippet_check") / "facts" / "unicode.json"
    content: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return content


def _cases(character: str) -> set[str]:
    lower = fold(character)
    cases = {character, lower, lower.upper(), lower.title(), _FOLDED_BY.get(lower, lower)}
    return {case for case in cases if len(case) == 1}


def fold(character: str) -> str:
    """A character that all cases of a letter have in common."""
    lower = character.casefold()
    return lower if len(lower) == 1 else character.lower()[0]
