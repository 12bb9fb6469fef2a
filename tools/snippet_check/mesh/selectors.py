"""Label selectors seen from the other side: which of many select given labels. An empty selector selects everything."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar

from snippet_check.mesh.labels import Labels, selects

T = TypeVar("T")


def selector_text(selector: Labels) -> str:
    """A selector in kubectl's words, keys in order: `app=reviews,version=v1`."""
    return ",".join(f"{key}={selector[key]}" for key in sorted(selector))


class SelectorIndex(Generic[T]):
    """Things with selectors; answers which of them select given labels."""

    def __init__(self, selecting: Iterable[tuple[Labels, T]]) -> None:
        self._everything: list[T] = []
        self._by_label: dict[tuple[str, str], list[tuple[Labels, T]]] = defaultdict(list)
        for selector, thing in selecting:
            if selector:
                self._by_label[min(selector.items())].append((selector, thing))
            else:
                self._everything.append(thing)

    def selecting(self, labels: Labels) -> Iterator[T]:
        """What selects these labels."""
        yield from self._everything
        for label in labels.items():
            yield from (thing for selector, thing in self._by_label.get(label, ()) if selects(selector, labels))
