"""How much of a document may come out of its aliases: go-yaml's own measure against alias bombs.

Source: go.yaml.in/yaml/v2 decode.go (allowedAliasRatio). Aliases cost us nothing while reading, for a value is shared,
but every later stage walks what they stand for.
"""

from __future__ import annotations

_UNCHECKED_ALIASED, _UNCHECKED_DECODED = 100, 1000
_LOW, _HIGH = 400_000, 4_000_000
_RATIO_LOW, _RATIO_HIGH = 0.99, 0.10


class AliasBudget:
    """How many nodes a document has with its aliases written out, and how many of these are in aliases."""

    __slots__ = ("aliased", "decoded")

    def __init__(self) -> None:
        self.decoded, self.aliased = 1, 0

    def expand(self, nodes: int) -> bool:
        """Counts an alias for so many nodes; False where the document has become a bomb."""
        self.decoded += 1 + nodes
        self.aliased += nodes
        if self.aliased <= _UNCHECKED_ALIASED or self.decoded <= _UNCHECKED_DECODED:
            return True
        return self.aliased / self.decoded <= _allowed(self.decoded)


def _allowed(decoded: int) -> float:
    share = (decoded - _LOW) / (_HIGH - _LOW)
    return _RATIO_LOW - (_RATIO_LOW - _RATIO_HIGH) * min(max(share, 0.0), 1.0)
