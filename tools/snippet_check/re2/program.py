"""Turns tokens into a program: instructions with jumps relative to themselves, so that parts can be copied."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple, TypeAlias

from snippet_check.re2.escapes import Refused
from snippet_check.re2.syntax import Assertion, Capture, Choose, Join, Repeat, Step, Token

_MAX_SIZE = 32768
"""Envoy takes no larger programs from Istio (re2.max_program_size.error_level in its bootstrap)."""


class Split(NamedTuple):
    """Go on at either of two distances, preferably at the first."""

    first: int
    second: int


class Jump(NamedTuple):
    """Go on at this distance."""

    distance: int


class Save(NamedTuple):
    """Remember the place: 2n is where group n begins, 2n + 1 where it ends."""

    slot: int


Instruction: TypeAlias = Step | Assertion | Split | Jump | Save
Program: TypeAlias = tuple[Instruction, ...]
"""It has matched when it runs past its end."""


def assemble(tokens: Iterable[Token], pattern: str) -> Program:
    """Raises Refused where the repetitions of a pattern make too large a program."""
    parts: list[Program] = []
    for token in tokens:
        match token:
            case Step() | Assertion():
                parts.append((token,))
            case Join(count):
                _check(sum(map(len, _last(parts, count))), pattern)
                _replace(parts, count, tuple(step for part in _last(parts, count) for step in part))
            case Choose(count):
                _replace(parts, count, _choice(_last(parts, count)))
            case Repeat(low, high, greedy):
                parts.append(_repetition(parts.pop(), low, high, greedy, pattern))
            case Capture(number):
                parts.append((Save(2 * number), *parts.pop(), Save(2 * number + 1)))
    return parts[0]


def _check(size: int, pattern: str) -> None:
    if size > _MAX_SIZE:
        raise Refused("too_large", pattern)


def _last(parts: list[Program], count: int) -> list[Program]:
    return parts[len(parts) - count :]


def _replace(parts: list[Program], count: int, part: Program) -> None:
    parts[len(parts) - count :] = [part]


def _choice(branches: list[Program]) -> Program:
    program = branches[-1]
    for branch in reversed(branches[:-1]):
        program = (Split(1, len(branch) + 2), *branch, Jump(len(program) + 1), *program)
    return program


def _repetition(part: Program, low: int, high: int | None, greedy: bool, pattern: str) -> Program:
    _check((len(part) + 2) * max(low, high or 1), pattern)
    if high is None:
        return part * (low - 1) + _once_or_more(part, greedy) if low else _optional(_once_or_more(part, greedy), greedy)
    program: Program = ()
    for _ in range(high - low):
        program = _optional(part + program, greedy)
    return part * low + program


def _optional(part: Program, greedy: bool) -> Program:
    return (_split(1, len(part) + 1, greedy), *part)


def _once_or_more(part: Program, greedy: bool) -> Program:
    return (*part, _split(-len(part), 1, greedy))


def _split(inside: int, outside: int, greedy: bool) -> Split:
    return Split(inside, outside) if greedy else Split(outside, inside)
