"""Names that are misspelt, and the one name that each can only mean."""

from __future__ import annotations

_SHORT = 5
"""Letters of a name in which there is room for one slip only."""


def meant(word: str, closest: str) -> str | None:
    """The name that a message gives as the closest, where it gives one only and a slip of the finger leads to it."""
    if not closest.isalnum():
        return None
    one, other = _plain(word), _plain(closest)
    allowed = 2 if len(other) > _SHORT else 1
    return closest if one[:1] == other[:1] and _slips(one, other) <= allowed else None


def _plain(name: str) -> str:
    return name.lower().replace("_", "").replace("-", "")


def _slips(one: str, other: str) -> int:
    """How many letters are wrong, missing, too many, or swapped with their neighbour."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        last, before, row = before, row, [i]
        for j, wanted in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return row[-1]
