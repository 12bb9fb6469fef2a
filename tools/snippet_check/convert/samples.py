"""A text that a regular expression matches."""

from __future__ import annotations

from snippet_check.re2 import Refused, compile
from snippet_check.re2.syntax import Capture, Choose, Join, Repeat, Step, Token, parse

_CHARACTERS = "x1/abcdefghijklmnopqrstuvwyzABCDEFGHIJKLMNOPQRSTUVWXYZ023456789-_.~:@!$&'()*+,;=% ?#"
_LONGEST = 512


def sample(pattern: str) -> str | None:
    """A text that the whole of a pattern matches; None where none is found."""
    try:
        made = _made(parse(pattern))
        matcher = compile(pattern)
    except Refused:
        return None
    return made if made is not None and matcher.full_match(made) else None


def _made(tokens: tuple[Token, ...]) -> str | None:
    parts: list[str] = []
    for token in tokens:
        match token:
            case Step(members):
                found = next((one for one in _CHARACTERS if members(one)), None)
                if found is None:
                    return None
                parts.append(found)
            case Join(count):
                parts[len(parts) - count :] = ["".join(parts[len(parts) - count :])]
            case Choose(count):
                parts[len(parts) - count :] = parts[len(parts) - count : len(parts) - count + 1]
            case Repeat(low, high, _):
                parts.append(parts.pop() * (low or (1 if high is None else 0)))
            case Capture():
                pass
            case _:
                parts.append("")
        if sum(map(len, parts)) > _LONGEST:
            return None
    return parts[-1] if parts else ""
