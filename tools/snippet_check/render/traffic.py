"""What a figure or a table tells of a call: who calls, and what share goes where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from snippet_check.render.dispositions import DISPOSITION_WORDS
from snippet_check.simulate import Disposition, Result
from snippet_check.simulate.calls.way import Hop
from snippet_check.simulate.names import short_name

_ANSWERED = frozenset({Disposition.DIRECT_RESPONSE, Disposition.REDIRECTED})


@dataclass(frozen=True, slots=True)
class Arrow:
    """One way that traffic takes, and the share of it."""

    to: str
    percent: float
    beyond: tuple[Traffic, ...] = ()
    """What the proxies there do with the call."""

    @property
    def onward(self) -> tuple[Traffic, ...]:
        """Of those what there is to tell: what gateways do, and sidecars that do not let the call in."""
        return tuple(traffic for traffic in self.beyond if not traffic.lets_in)


@dataclass(frozen=True, slots=True)
class Traffic:
    """What became of a call: where it was sent, or how it ended at the proxy."""

    caller: str
    request: str
    """As in "GET http://helloworld:5000/hello"."""
    result: Result
    beyond: Mapping[str, tuple[Traffic, ...]] = field(default_factory=dict)
    """By cluster, what becomes of the call at the proxies that it is sent to."""
    lets_in: bool = False
    """Whether it is a sidecar that hands the call to its workload."""

    @property
    def arrows(self) -> tuple[Arrow, ...]:
        """Where the call is sent; () where the proxy answers."""
        if not self.result.is_sent_on:
            return ()
        return tuple(
            Arrow(short_name(one.cluster_name), one.share, self.beyond.get(one.cluster_name, ()))
            for one in self.result.destinations
        )

    @property
    def mirrors(self) -> tuple[Arrow, ...]:
        """Where copies of the call are sent; () where the call itself is sent nowhere."""
        if not self.result.is_sent_on:
            return ()
        return tuple(Arrow(short_name(one.cluster_name), one.percent) for one in self.result.mirrors)

    @property
    def failed(self) -> bool:
        """Whether the call came to an end that nobody asked for."""
        return self._failed_at is not None

    @property
    def stopped_at(self) -> Traffic | None:
        """The first proxy on the way that ends it, where all that come after the first one do."""
        found = self._failed_at
        return None if found is self else found

    @property
    def _failed_at(self) -> Traffic | None:
        """Where it fails: here, or at the first of the proxies behind if it does at all of them."""
        if not self.result.is_sent_on:
            return None if self.result.disposition in _ANSWERED else self
        if not all(arrow.beyond for arrow in self.arrows):
            return None
        found = [traffic._failed_at for arrow in self.arrows for traffic in arrow.beyond]
        return found[0] if found and None not in found else None

    def end(self, language: str) -> str:
        """What the proxy did, with the status it answered."""
        words = DISPOSITION_WORDS[self.result.disposition][language]
        place = f" → {self.result.location}" if self.result.location else ""
        status = self.result.status_on_the_wire
        return f"{status} {words}{place}" if status else words


def traffic_of(way: Hop, caller: str, request: str) -> Traffic:
    """A call as its way tells it."""
    beyond: dict[str, tuple[Traffic, ...]] = {}
    for hop in way.onward:
        following = traffic_of(hop, hop.proxy.id, request)
        beyond[hop.cluster_name] = (*beyond.get(hop.cluster_name, ()), following)
    return Traffic(caller, request, way.result, beyond, way.lets_in)


def percentage(percent: float) -> str:
    """100 as "100 %", a third as "33.3 %"."""
    return f"{percent:.1f}".removesuffix(".0") + " %"
