"""What a figure or a table tells of a call: who calls, and what share goes where."""

from __future__ import annotations

from dataclasses import dataclass

from snippet_check.render.dispositions import DISPOSITION_WORDS
from snippet_check.simulate import Disposition, Result
from snippet_check.simulate.names import short_name

_SENT_ON = frozenset({Disposition.FORWARDED, Disposition.PASSTHROUGH})
_ANSWERED = frozenset({Disposition.DIRECT_RESPONSE, Disposition.REDIRECTED})


@dataclass(frozen=True, slots=True)
class Arrow:
    """One way that traffic takes, and the share of it."""

    to: str
    percent: float


@dataclass(frozen=True, slots=True)
class Traffic:
    """What became of a call: where it was sent, or how it ended at the proxy."""

    caller: str
    request: str
    """As in "GET http://helloworld:5000/hello"."""
    result: Result

    @property
    def arrows(self) -> tuple[Arrow, ...]:
        """Where the call is sent; () where the proxy answers."""
        if self.result.disposition not in _SENT_ON:
            return ()
        return tuple(Arrow(short_name(one.cluster_name), one.share) for one in self.result.destinations)

    @property
    def mirrors(self) -> tuple[Arrow, ...]:
        return tuple(Arrow(short_name(one.cluster_name), one.percent) for one in self.result.mirrors)

    @property
    def failed(self) -> bool:
        """Whether the call came to an end that nobody asked for."""
        return self.result.disposition not in _SENT_ON | _ANSWERED

    def end(self, language: str) -> str:
        """What the proxy did, with the status it answered."""
        words = DISPOSITION_WORDS[self.result.disposition][language]
        place = f" → {self.result.location}" if self.result.location else ""
        return f"{self.result.status} {words}{place}" if self.result.status else words


def percentage(percent: float) -> str:
    """100 as "100 %", a third as "33.3 %"."""
    return f"{percent:.1f}".removesuffix(".0") + " %"
