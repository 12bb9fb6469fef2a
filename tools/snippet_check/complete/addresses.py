"""Addresses of Pods and Services: plausible, free, and the same for the same name whatever else there is."""

from __future__ import annotations

import zlib
from collections.abc import Iterable

_LAST_TWO = 250 * 250


class Addresses:
    """Addresses within 10.first.1.1 to 10.(first + width - 1).250.250, of which some are taken."""

    def __init__(self, first: int, width: int, taken: Iterable[str]) -> None:
        self._first, self._width = first, width
        self._taken = set(taken)

    def of(self, namespace: str, name: str) -> str:
        """A free address for this name. Its own unless another name has it."""
        number = zlib.crc32(f"{namespace}/{name}".encode())
        for offset in range(_LAST_TWO * self._width):
            address = self._at(number + offset)
            if address not in self._taken:
                break
        self._taken.add(address)
        return address

    def _at(self, number: int) -> str:
        rest, last = divmod(number, 250)
        rest, third = divmod(rest, 250)
        return f"10.{self._first + rest % self._width}.{third + 1}.{last + 1}"


def pod_addresses(taken: Iterable[str]) -> Addresses:
    """Addresses of Pods."""
    return Addresses(244, 4, taken)


def cluster_addresses(taken: Iterable[str]) -> Addresses:
    """Addresses of Services."""
    return Addresses(96, 16, taken)
