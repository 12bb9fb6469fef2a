"""Takes out the findings that somebody accepted, and finds fault with acceptances that accept nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from snippet_check.analyze.ignored import Ignored, ignored
from snippet_check.analyze.order import Entry, in_order_of_files
from snippet_check.analyze.settings import Accepted, Settings
from snippet_check.diagnostics import Diagnostic, message_type
from snippet_check.load import Loaded


def accept(entries: Sequence[Entry], loaded: Loaded, settings: Settings, complete: bool) -> list[Entry]:
    """The entries that nobody accepted, by a comment or in the settings, and that miss nothing that lives elsewhere.

    Where the entries are `complete`, of every namespace and analyzer, an acceptance of nothing is a finding itself.
    """
    comments = tuple(ignored(dict.fromkeys(resource.document for resource in loaded.resources)))
    if not (comments or settings.accepted or settings.elsewhere.patterns):
        return list(entries)
    acceptances = _Acceptances(comments, settings)
    left = [entry for entry in entries if not acceptances.take(entry.finding)]
    faults = tuple(acceptances.faults()) if complete else ()
    return in_order_of_files([*(entry.finding for entry in left), *faults], loaded.files) if faults else left


class _Acceptances:
    """All that is accepted, and what of it was needed."""

    def __init__(self, comments: Iterable[Ignored], settings: Settings) -> None:
        self._elsewhere = settings.elsewhere
        self._by_code: dict[str, list[Ignored | Accepted]] = defaultdict(list)
        acceptances: tuple[Ignored | Accepted, ...] = (*comments, *settings.accepted)
        for one in acceptances:
            self._by_code[one.code].append(one)
        self._used: set[int] = set()

    def take(self, finding: Diagnostic) -> bool:
        """Whether a finding is accepted."""
        candidates = self._by_code.get(finding.code)
        place = finding.location() if candidates else None
        taking = [one for one in candidates or () if place and one.accepts(finding, place)]
        self._used.update(map(id, taking))
        return bool(taking) or self._elsewhere.has(finding)

    def faults(self) -> Iterator[Diagnostic]:
        """A finding for each acceptance that accepted nothing, or does not say why."""
        for one in (one for same in self._by_code.values() for one in same):
            if id(one) not in self._used:
                yield message_type("SC0401").at(one.place, code=one.code)
            elif not one.reason:
                yield message_type("SC0402").at(one.place, code=one.code)
