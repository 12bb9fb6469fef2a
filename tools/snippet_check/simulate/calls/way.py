"""The whole way of a call: from the proxy that it meets first, through every proxy that gets it, to its ends."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from snippet_check.envoy import Endpoint, Snapshot
from snippet_check.mesh.mesh import Mesh
from snippet_check.mesh.proxy import Proxy
from snippet_check.simulate.call import Call, Mode
from snippet_check.simulate.calls.proxies import proxy_at
from snippet_check.simulate.onward import onward_call
from snippet_check.simulate.result import Destination, Disposition, Result
from snippet_check.simulate.simulate import simulate
from snippet_check.translate import translate, translate_inbound
from snippet_check.translate.secrets import missing_secrets

_MOST_HOPS = 64
"""How many proxies a call is followed through: a way can split at each of them, and lead back to where it began."""


class Hop(NamedTuple):
    """One proxy on the way, and what it does with the call."""

    proxy: Proxy
    snapshot: Snapshot
    result: Result
    cluster_name: str = ""
    """The cluster of the proxy before that the call came by; "" for the first."""
    onward: tuple[Hop, ...] = ()
    """The proxies that it sends the call to: of every destination one for each workload with a proxy."""

    def onward_by(self, destination: Destination) -> tuple[Hop, ...]:
        """The proxies behind one of its destinations; () where the way ends there."""
        return tuple(hop for hop in self.onward if hop.cluster_name == destination.cluster_name)

    @property
    def every(self) -> Iterator[Hop]:
        """It and all that follow, in order."""
        yield self
        for hop in self.onward:
            yield from hop.every

    @property
    def ends(self) -> tuple[Destination, ...]:
        """Where the way ends: the destinations behind which no gateway sends the call on, with their shares of it."""
        if not self.result.is_sent_on:
            return ()
        return tuple(end for destination in self.result.destinations for end in self._ends_of(destination))

    def _ends_of(self, destination: Destination) -> Iterator[Destination]:
        behind = self.onward_by(destination)
        if all(hop.lets_in for hop in behind):
            yield destination
            return
        for hop in behind:
            for end in (destination._replace(share=100.0),) if hop.lets_in else hop.ends:
                yield end._replace(share=end.share * destination.share / 100 / len(behind))

    @property
    def lets_in(self) -> bool:
        """Whether it hands the call to its own workload, where every way ends."""
        return self.result.call.mode == "inbound" and self.result.is_sent_on

    @property
    def is_passed_by(self) -> bool:
        """Whether the call goes to the workload without its proxy: nothing leads it there, and nobody listens there."""
        intercepts = self.proxy.is_router or self.proxy.intercepts
        return not intercepts and self.result.disposition is Disposition.NO_LISTENER

    @property
    def refuses(self) -> bool:
        """Whether the connection comes to nothing here, so that whoever opened it gets no answer."""
        return not self.result.is_sent_on and self.result.status is None


class Ways:
    """The ways of calls through a mesh; every proxy is translated once, for calls in only as far as they need."""

    def __init__(self, mesh: Mesh) -> None:
        self._mesh = mesh
        self._sent: dict[tuple[bool, str, str], tuple[Snapshot, frozenset[str]]] = {}

    def of(self, proxy: Proxy, call: Call) -> Hop:
        """The way of a call that meets this proxy first."""
        return self._hop(proxy, call, "", set())

    def _hop(self, proxy: Proxy, call: Call, cluster_name: str, met: set[tuple[str, Call]]) -> Hop:
        inbound = call.mode == "inbound"
        key = (inbound, proxy.type, proxy.id)
        if key not in self._sent:
            snapshot = (translate_inbound if inbound else translate)(self._mesh, proxy)
            self._sent[key] = snapshot, missing_secrets(self._mesh, proxy, snapshot)
        snapshot, missing = self._sent[key]
        result = simulate(snapshot, call, missing)
        return Hop(proxy, snapshot, result, cluster_name, tuple(self._onward(proxy, result, met)))

    def _onward(self, proxy: Proxy, result: Result, met: set[tuple[str, Call]]) -> Iterator[Hop]:
        """Where a sidecar lets a call in to its own workload the way is at its end."""
        if result.call.mode == "inbound" or not result.is_sent_on:
            return
        for destination in result.destinations:
            for endpoint, following in self._proxies(destination, result.call):
                if destination.cluster is None or len(met) >= _MOST_HOPS:
                    continue
                mode: Mode = "gateway" if following.is_router else "inbound"
                call = onward_call(result, destination.cluster, endpoint, mode, proxy.ip)
                if (following.id, call._replace(claims=None)) not in met:
                    met.add((following.id, call._replace(claims=None)))
                    hop = self._hop(following, call, destination.cluster_name, met)
                    if not hop.is_passed_by:
                        yield hop

    def _proxies(self, destination: Destination, call: Call) -> Iterator[tuple[Endpoint, Proxy]]:
        """An endpoint of every workload behind a destination whose Pods have a proxy."""
        seen: set[str] = set()
        for endpoint in _endpoints(destination, call):
            following = proxy_at(self._mesh, endpoint.address)
            workload = endpoint.workload or endpoint.address
            if following is not None and workload not in seen:
                seen.add(workload)
                yield endpoint, following


def _endpoints(destination: Destination, call: Call) -> tuple[Endpoint, ...]:
    """A destination's endpoints; an original-destination cluster's is where the call was going."""
    if destination.cluster is not None and destination.cluster.type == "ORIGINAL_DST":
        return (Endpoint(call.address, destination.cluster.upstream_port_override or call.port),)
    return destination.endpoints
