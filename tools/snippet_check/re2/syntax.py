"""Reads a pattern into tokens in postfix order, or says what is wrong with it, as Go's parser does.

Source: Go regexp/syntax (parse.go), with the flags of regexp.Compile. Where Go stops, and which part of the pattern it
blames, is kept: to istioctl two findings are one if their texts are equal.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, TypeAlias

from snippet_check.re2.bracket import read_bracket
from snippet_check.re2.classes import CharacterSet, any_character, between, except_newline, folded
from snippet_check.re2.escapes import Refused, read_escape, read_set

_MAX_REPEAT = 1000
_REPEAT = re.compile(r"\{(?P<low>0|[1-9][0-9]*)(?P<comma>,(?P<high>0|[1-9][0-9]*)?)?\}")
_CAPTURE_NAME = re.compile("[A-Za-z0-9_]+")

AssertionKind: TypeAlias = Literal["text_begin", "text_end", "line_begin", "line_end", "word", "not_word"]


class Step(NamedTuple):
    """One character of a set."""

    members: CharacterSet


class Assertion(NamedTuple):
    """A place between two characters."""

    kind: AssertionKind


class Join(NamedTuple):
    """The last items, so many of them, one after the other; of none it is the empty text."""

    items: int


class Choose(NamedTuple):
    """One of the last items, so many of them: the first that leads to a match."""

    items: int


class Repeat(NamedTuple):
    """The last item, `low` times up to `high` times (None: any number); as often as possible if it is greedy."""

    low: int
    high: int | None
    greedy: bool


class Capture(NamedTuple):
    """What the last item matched is remembered under a number from 1."""

    number: int


Token: TypeAlias = Step | Assertion | Join | Choose | Repeat | Capture


class Problem(NamedTuple):
    """What is wrong with a pattern, as a word, and the part that is blamed."""

    code: str
    fragment: str


@functools.lru_cache(maxsize=1024)
def syntax_problem(pattern: str) -> Problem | None:
    """What Go's regexp.Compile has against a pattern."""
    try:
        parse(pattern)
    except Refused as refused:
        return Problem(refused.code, refused.fragment)
    return None


def parse(pattern: str) -> tuple[Token, ...]:
    """The tokens of a pattern. Raises Refused."""
    return _Parser(pattern).parse()


class _Flags(NamedTuple):
    i: bool = False
    m: bool = False
    s: bool = False
    U: bool = False


@dataclass(slots=True)
class _Group:
    """A parenthesis that is still open, or the whole pattern."""

    outer_flags: _Flags
    capture: int | None
    branches: int = 0
    weights: list[int] = field(default_factory=list)
    """Of each item in the current branch, how many copies of its innermost part its repetitions make."""
    heaviest: int = 1


class _Parser:
    def __init__(self, pattern: str) -> None:
        self._pattern = pattern
        self._at = 0
        self._flags = _Flags()
        self._groups = [_Group(self._flags, None)]
        self._captures = 0
        self._repetition: int | None = None
        """Where the repetition operator begins that was read last."""
        self._tokens: list[Token] = []

    def parse(self) -> tuple[Token, ...]:
        while self._at < len(self._pattern):
            start = self._at
            self._repetition = start if self._piece(self._pattern[start]) else None
        self._end_branches()
        if len(self._groups) > 1:
            raise Refused("missing_parenthesis", self._pattern)
        return tuple(self._tokens)

    def _piece(self, character: str) -> bool:
        """Read what begins here; whether it was a repetition operator."""
        match character:
            case "*":
                return self._repeat(0, None, self._at + 1)
            case "+":
                return self._repeat(1, None, self._at + 1)
            case "?":
                return self._repeat(0, 1, self._at + 1)
            case "{" if counts := _REPEAT.match(self._pattern, self._at):
                return self._counted(counts)
            case "(":
                self._open()
            case ")":
                self._close()
            case "|":
                self._end_branch()
                self._at += 1
            case "[":
                members, self._at = read_bracket(self._pattern, self._at, self._flags.i)
                self._item(Step(members))
            case "\\":
                self._escape()
            case _:
                self._at += 1
                self._item(self._plain(character))
        return False

    def _plain(self, character: str) -> Token:
        if character == ".":
            return Step(any_character if self._flags.s else except_newline)
        if character == "^":
            return Assertion("line_begin" if self._flags.m else "text_begin")
        if character == "$":
            return Assertion("line_end" if self._flags.m else "text_end")
        return self._literal(character)

    def _literal(self, character: str) -> Token:
        members = between(character, character)
        return Step(folded(members) if self._flags.i else members)

    def _item(self, token: Token) -> None:
        self._tokens.append(token)
        self._groups[-1].weights.append(1)

    def _counted(self, counts: re.Match[str]) -> bool:
        low, high = _count(counts["low"]), _count(counts["high"] or counts["low"])
        if low > _MAX_REPEAT or high > _MAX_REPEAT or low > high:
            raise Refused("repeat_count", counts[0])
        return self._repeat(low, None if counts["comma"] == "," else high, counts.end())

    def _repeat(self, low: int, high: int | None, end: int) -> bool:
        greedy = not self._flags.U
        if self._pattern.startswith("?", end):
            end, greedy = end + 1, not greedy
        if self._repetition is not None:
            raise Refused("nested_repetition", self._pattern[self._repetition : end])
        weights = self._groups[-1].weights
        if not weights:
            raise Refused("missing_argument", self._pattern[self._at : end])
        most = low if high is None else high
        weights[-1] = 1 if high == 0 else weights[-1] * max(1, most)
        if weights[-1] > _MAX_REPEAT:
            raise Refused("repeat_count", self._pattern[self._at : end])
        self._tokens.append(Repeat(low, high, greedy))
        self._at = end
        return True

    def _open(self) -> None:
        if not self._pattern.startswith("(?", self._at):
            self._at += 1
            self._open_capture()
        elif self._is_named():
            self._at = _after_name(self._pattern, self._at)
            self._open_capture()
        else:
            self._change_flags()

    def _open_capture(self) -> None:
        self._captures += 1
        self._groups.append(_Group(self._flags, self._captures))

    def _is_named(self) -> bool:
        rest = self._pattern[self._at : self._at + 5]
        return (rest.startswith("(?P<") and len(rest) > 4) or (rest.startswith("(?<") and len(rest) > 3)

    def _change_flags(self) -> None:
        """`(?i)` changes the flags up to the end of the group, `(?i:` opens a group that has them."""
        start, flags, value, changed = self._at, self._flags, True, False
        self._at += 2
        while self._at < len(self._pattern):
            character = self._pattern[self._at]
            self._at += 1
            if character in _Flags._fields:
                flags, changed = flags._replace(**{character: value}), True
            elif character == "-" and value:
                value, changed = False, False
            elif character in ":)" and (value or changed):
                if character == ":":
                    self._groups.append(_Group(self._flags, None))
                self._flags = flags
                return
            else:
                break
        raise Refused("flags", self._pattern[start : self._at])

    def _close(self) -> None:
        self._end_branches()
        if len(self._groups) == 1:
            raise Refused("unexpected_parenthesis", self._pattern)
        group = self._groups.pop()
        self._flags = group.outer_flags
        if group.capture is not None:
            self._tokens.append(Capture(group.capture))
        self._groups[-1].weights.append(group.heaviest)
        self._at += 1

    def _end_branch(self) -> None:
        group = self._groups[-1]
        self._tokens.append(Join(len(group.weights)))
        group.branches += 1
        group.heaviest = max(group.heaviest, *group.weights, 1)
        group.weights.clear()

    def _end_branches(self) -> None:
        self._end_branch()
        self._tokens.append(Choose(self._groups[-1].branches))

    def _escape(self) -> None:
        match self._pattern[self._at + 1 : self._at + 2]:
            case "A":
                self._assert("text_begin")
            case "z":
                self._assert("text_end")
            case "b":
                self._assert("word")
            case "B":
                self._assert("not_word")
            case "Q":
                self._quoted()
            case _:
                self._character_or_set()

    def _assert(self, kind: AssertionKind) -> None:
        self._at += 2
        self._item(Assertion(kind))

    def _quoted(self) -> None:
        r"""`\Q` to `\E`, or to the end of the pattern: nothing has a special meaning."""
        text, _, _ = self._pattern[self._at + 2 :].partition("\\E")
        for character in text:
            self._item(self._literal(character))
        self._at = min(self._at + 2 + len(text) + 2, len(self._pattern))

    def _character_or_set(self) -> None:
        if found := read_set(self._pattern, self._at, self._flags.i):
            members, self._at = found
            self._item(Step(members))
        else:
            character, self._at = read_escape(self._pattern, self._at)
            self._item(self._literal(character))


def _count(digits: str) -> int:
    """A number of repetitions; one of more than four digits is too large anyway."""
    return int(digits[:5])


def _after_name(pattern: str, start: int) -> int:
    """The index behind `(?P<name>` or `(?<name>`."""
    end = pattern.find(">", start)
    if end < 0:
        raise Refused("capture", pattern[start:])
    if not _CAPTURE_NAME.fullmatch(pattern, pattern.index("<", start) + 1, end):
        raise Refused("capture", pattern[start : end + 1])
    return end + 1
