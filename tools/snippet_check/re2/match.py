"""Runs a program over a text, in time linear in the text: all ways through it at once, not one after the other."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator
from typing import TypeAlias

from snippet_check.re2.classes import is_word
from snippet_check.re2.program import Jump, Program, Save, Split, assemble
from snippet_check.re2.syntax import Assertion, AssertionKind, Capture, Step, parse

_MAX_STATES = 2000
_reference = re.compile(r"\\(?:([0-9])|(\\)|)|[^\\]+").finditer

Slots: TypeAlias = tuple[int, ...]
"""Where each group begins and ends, group 0 being the match; -1 for one that took no part."""


@functools.lru_cache(maxsize=512)
def compile(pattern: str) -> Pattern:
    """The pattern, ready to match. Raises Refused."""
    return Pattern(pattern)


class _State:
    """Where the ways through a program stand between two characters, and the states that characters lead to."""

    __slots__ = ("before", "following", "threads")

    def __init__(self, threads: frozenset[int], before: str) -> None:
        self.threads = threads
        self.before = before
        self.following: dict[str, _State] = {}


class Pattern:
    """A regular expression that was read."""

    def __init__(self, pattern: str) -> None:
        tokens = parse(pattern)
        self._program: Program = assemble(tokens, pattern)
        self._groups = sum(isinstance(token, Capture) for token in tokens)
        self._forget()

    def _forget(self) -> None:
        self._states: dict[tuple[frozenset[int], str], _State] = {}
        self._start = _State(frozenset((0,)), "")

    def full_match(self, text: str) -> bool:
        """Whether the pattern matches the whole text."""
        state = self._start
        for character in text:
            state = state.following.get(character) or self._advance(state, character)
            if not state.threads:
                return False
        return len(self._program) in self._closure(state.threads, state.before, "")

    def replace_all(self, text: str, substitution: str) -> str:
        r"""Every match replaced (RE2::GlobalReplace); `\0` to `\9` stand for the match and its groups.

        A substitution that names a group the pattern does not have changes nothing.
        """
        if any(int(number) > self._groups for number in re.findall(r"\\(?:\\|([0-9]))", substitution) if number):
            return text
        written, at, last_end = "", 0, -1
        while at <= len(text) and (slots := self._find(text, at)):
            begin, end = slots[:2]
            written += text[at:begin]
            if begin == end == last_end:
                # An empty match right behind the last one does not count.
                written, at = written + text[begin : begin + 1], begin + 1
                continue
            written += _expand(substitution, text, slots)
            at = last_end = end
        return written + text[at:]

    def _advance(self, state: _State, character: str) -> _State:
        if len(self._states) > _MAX_STATES:
            self._forget()
        threads = frozenset(
            counter + 1
            for counter in self._closure(state.threads, state.before, character)
            if counter < len(self._program) and self._steps(counter, character)
        )
        key = (threads, _kind(character))
        following = self._states.setdefault(key, _State(*key))
        state.following[character] = following
        return following

    def _steps(self, counter: int, character: str) -> bool:
        instruction = self._program[counter]
        return isinstance(instruction, Step) and instruction.members(character)

    def _closure(self, threads: Iterable[int], before: str, after: str) -> Iterator[int]:
        """The steps that can be taken between two characters, and the program's end if it can be reached."""
        seen: set[int] = set()
        for thread in threads:
            for counter, _ in self._follow(thread, (), 0, before, after, seen):
                yield counter

    def _follow(
        self, start: int, slots: Slots, at: int, before: str, after: str, seen: set[int]
    ) -> Iterator[tuple[int, Slots]]:
        """What can be reached without a step, the preferred ways first; `seen` is left out and added to."""
        ways = [(start, slots)]
        while ways:
            counter, slots = ways.pop()
            if counter in seen:
                continue
            seen.add(counter)
            match self._program[counter] if counter < len(self._program) else None:
                case Split(first, second):
                    ways += (counter + second, slots), (counter + first, slots)
                case Jump(distance):
                    ways.append((counter + distance, slots))
                case Save(slot):
                    ways.append((counter + 1, (*slots[:slot], at, *slots[slot + 1 :]) if slots else slots))
                case Assertion(kind):
                    if _holds(kind, before, after):
                        ways.append((counter + 1, slots))
                case _:
                    yield counter, slots

    def _find(self, text: str, start: int) -> Slots | None:
        """The leftmost match from `start` on; of several there, the one that the pattern prefers."""
        found: Slots | None = None
        pending: list[tuple[int, Slots]] = []
        unset = (-1,) * (2 * self._groups + 2)
        for at in range(start, len(text) + 1):
            if found is None:
                pending.append((0, (at, *unset[1:])))
            seen: set[int] = set()
            before, after = text[at - 1 : at] if at else "", text[at : at + 1]
            ready = [way for thread in pending for way in self._follow(*thread, at, before, after, seen)]
            pending = []
            for counter, slots in ready:
                if counter == len(self._program):
                    # The ways that come later are worse than this one.
                    found = (slots[0], at, *slots[2:])
                    break
                if after and self._steps(counter, after):
                    pending.append((counter + 1, slots))
            if found and not pending:
                break
        return found


def _kind(character: str) -> str:
    """A character that stands for all of its kind to an assertion behind it."""
    if character == "\n":
        return character
    return "a" if is_word(character) else "."


def _holds(kind: AssertionKind, before: str, after: str) -> bool:
    match kind:
        case "text_begin":
            return not before
        case "text_end":
            return not after
        case "line_begin":
            return before in ("", "\n")
        case "line_end":
            return after in ("", "\n")
    at_word = is_word(before) != is_word(after)
    return at_word if kind == "word" else not at_word


def _expand(substitution: str, text: str, slots: Slots) -> str:
    r"""The substitution with its references filled in; RE2 stops at a backslash that introduces none."""
    written = ""
    for part in _reference(substitution):
        if part[1]:
            begin, end = slots[2 * int(part[1]) : 2 * int(part[1]) + 2]
            written += text[begin:end] if begin >= 0 <= end else ""
        elif part[2]:
            written += "\\"
        elif part[0] == "\\":
            break
        else:
            written += part[0]
    return written
