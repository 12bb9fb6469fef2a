r"""What a backslash introduces: `\n`, `\x{41}`, `\101`, `\.`; and sets: `\d`, `\pL`, `\P{Greek}`.

Source: Go regexp/syntax (parseEscape, parseUnicodeClass, parsePerlClassEscape).
"""

from __future__ import annotations

from snippet_check.re2.classes import CharacterSet, folded, negated, perl_class, unicode_class

_CONTROLS = {"a": "\a", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_HEXADECIMAL = frozenset("0123456789abcdefABCDEF")
_OCTAL = frozenset("01234567")
_MAX_CHARACTER = 0x10FFFF


class Refused(ValueError):
    """A pattern is no regular expression: what is wrong, as a word, and the part of it that is blamed."""

    def __init__(self, code: str, fragment: str) -> None:
        super().__init__(f"{code}: {fragment}")
        self.code = code
        self.fragment = fragment


def read_escape(pattern: str, start: int) -> tuple[str, int]:
    """The character that an escape stands for, and the index behind it."""
    character = pattern[start + 1 : start + 2]
    end = start + 2
    if not character:
        raise Refused("trailing_backslash", "")
    if character.isascii() and not character.isalnum():
        return character, end
    if character in _CONTROLS:
        return _CONTROLS[character], end
    if character == "x":
        return _hexadecimal(pattern, start)
    if character == "0" or (character in _OCTAL and pattern[end : end + 1] in _OCTAL):
        while end < min(start + 4, len(pattern)) and pattern[end] in _OCTAL:
            end += 1
        return chr(int(pattern[start + 1 : end], 8)), end
    raise Refused("escape", pattern[start:end])


def read_set(pattern: str, start: int, fold: bool) -> tuple[CharacterSet, int] | None:
    """The set that an escape stands for, and the index behind it; None for an escape of another sort."""
    letter = pattern[start + 1 : start + 2]
    if letter in ("p", "P"):
        return _unicode(pattern, start, fold)
    members = perl_class(letter.lower())
    if members is None:
        return None
    members = folded(members) if fold else members
    return (negated(members) if letter.isupper() else members), start + 2


def _hexadecimal(pattern: str, start: int) -> tuple[str, int]:
    if pattern.startswith("{", start + 2):
        return _braced(pattern, start)
    digits = pattern[start + 2 : start + 4]
    if len(digits) < 2 or not _HEXADECIMAL.issuperset(digits):
        raise Refused("escape", pattern[start : start + 4])
    return chr(int(digits, 16)), start + 4


def _braced(pattern: str, start: int) -> tuple[str, int]:
    number, digits, end = 0, 0, start + 3
    while end < len(pattern):
        character = pattern[end]
        end += 1
        if character == "}" and digits:
            return chr(number), end
        if character not in _HEXADECIMAL:
            break
        number, digits = number * 16 + int(character, 16), digits + 1
        if number > _MAX_CHARACTER:
            break
    raise Refused("escape", pattern[start:end])


def _unicode(pattern: str, start: int, fold: bool) -> tuple[CharacterSet, int]:
    if pattern.startswith("{", start + 2):
        close = pattern.find("}", start)
        if close < 0:
            raise Refused("class_range", pattern[start:])
        name, end = pattern[start + 3 : close], close + 1
    else:
        name, end = pattern[start + 2 : start + 3], start + 3
    members = unicode_class(name.removeprefix("^"))
    if members is None:
        raise Refused("class_range", pattern[start:end])
    members = folded(members) if fold else members
    return (negated(members) if (pattern[start + 1] == "P") != name.startswith("^") else members), end
