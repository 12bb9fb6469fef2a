"""Whether a real Envoy does with calls what simulate says it does."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from snippet_check.envoy import FaultAbort, Snapshot
from snippet_check.simulate import Call, Destination, Disposition, Result
from snippet_check.verify.client import Request
from snippet_check.verify.rewrite import RANDOM_VALUE
from snippet_check.verify.session import Observation, Session
from snippet_check.verify.stub import Answer

_SAMPLES = 200
"""Requests of a call whose outcome Envoy draws at random and no header decides."""
_SIGMAS = 5.0
_LONGEST_DELAY = 1.0
_ENTRIES = {"outbound": "virtualOutbound", "inbound": "virtualInbound"}
_CLOSED = frozenset({Disposition.NO_LISTENER, Disposition.NO_FILTER_CHAIN, Disposition.PROTOCOL_ERROR})


@dataclass(frozen=True, slots=True)
class Agreement:
    """One call's comparison. Envoy agrees where `differences` is empty and nothing is `unsupported`."""

    call: Call
    differences: tuple[str, ...] = ()
    unsupported: str = ""
    """Why the call cannot be sent through upstream Envoy on loopback, "" where it was."""


async def verify(
    session: Session,
    snapshot: Snapshot,
    results: Sequence[Result],
    scripts: Mapping[str, Sequence[Answer]] | None = None,
) -> list[Agreement]:
    """Sends the calls of the results through the snapshot in Envoy and compares, call by call.

    `scripts` are the answers of workloads ("name.namespace"); one that has none answers 200.
    """
    agreements = {}
    sendable: dict[str, list[tuple[int, Result]]] = {}
    for i, result in enumerate(results):
        reason = _unsupported(snapshot, result)
        if reason:
            agreements[i] = Agreement(result.call, unsupported=reason)
        else:
            sendable.setdefault(_entry(snapshot, result.call), []).append((i, result))
    for entry, numbered in sendable.items():
        requests = {f"{i}/{k}": request for i, result in numbered for k, request in enumerate(_requests(result))}
        seen = await session.observe(snapshot, entry, requests, scripts)
        for i, result in numbered:
            observations = [seen[key] for key in requests if key.startswith(f"{i}/")]
            agreements[i] = Agreement(result.call, tuple(_differences(result, observations)))
    return [agreements[i] for i in range(len(results))]


def _unsupported(snapshot: Snapshot, result: Result) -> str:
    call, fault = result.call, result.route.fault if result.route else None
    if call.tls != "plaintext":
        return "TLS from the client: the certificates are not on this machine"
    if call.protocol == "http2":
        return "HTTP/2 from the client"
    if call.claims is not None:
        return "JWT claims: no issuer signs tokens here"
    if fault and fault.delay and fault.delay.fixed > _LONGEST_DELAY:
        return f"an injected delay of {fault.delay.fixed:g} s is not waited for"
    if not _entry(snapshot, call):
        return "no listener takes connections at this port"
    return ""


def _entry(snapshot: Snapshot, call: Call) -> str:
    """The name of the bound listener that gets the call's connection, "" for none."""
    wanted = _ENTRIES.get(call.mode)
    for listener in snapshot.listeners:
        if listener.bind_to_port and (listener.name == wanted if wanted else listener.port == call.port):
            return listener.name
    return ""


def _requests(result: Result) -> Iterator[Request]:
    call = result.call
    for k in range(_count(result)):
        headers = {**dict(call.headers), RANDOM_VALUE: str(k)}
        raw = b"" if call.is_http else b"hello\n"
        yield Request(call.address, call.port, call.authority, call.path, call.method, headers, raw)


def _count(result: Result) -> int:
    """One request where the outcome is certain; one for each unit of weight; many where Envoy draws lots."""
    total = sum(destination.weight for destination in result.destinations)
    if _draws_lots(result):
        return _SAMPLES
    return total if len(result.destinations) > 1 and result.route else 1


def _draws_lots(result: Result) -> bool:
    abort = _abort(result)
    mirrors = any(0 < mirror.percent < 100 for mirror in result.mirrors)
    tcp_shares = len(result.destinations) > 1 and result.route is None
    large = sum(destination.weight for destination in result.destinations) > _SAMPLES
    return mirrors or tcp_shares or large or bool(abort and 0 < abort.percent < 100)


def _abort(result: Result) -> FaultAbort | None:
    return result.route.fault.abort if result.route and result.route.fault else None


def _differences(result: Result, observations: Sequence[Observation]) -> Iterator[str]:
    yield from _shares("destinations", _expected(result), _ends(observations), result, len(observations))
    copies = Counter(mirror.partition(" ")[0] for seen in observations for mirror in seen.mirrors)
    reached = sum(1 for seen in observations if not _is_aborted(result, seen))
    wanted: defaultdict[str, float] = defaultdict(float)
    for mirror in result.mirrors:
        if mirror.cluster is not None:
            wanted[mirror.cluster_name] += mirror.percent / 100
    yield from _shares("mirrors", wanted, copies, result, reached)
    if result.location:
        yield from _same("location", result.location, {seen.response.header("location") for seen in observations})
    forwarded = [seen for seen in observations if seen.arrival]
    if result.upstream_path and forwarded:
        yield from _same("path", result.upstream_path, {seen.arrival.path for seen in forwarded if seen.arrival})
        yield from _same(
            "authority", result.upstream_authority, {seen.arrival.authority for seen in forwarded if seen.arrival}
        )


def _is_aborted(result: Result, seen: Observation) -> bool:
    return bool(_abort(result)) and "FI" in seen.flags


def _expected(result: Result) -> dict[str, float]:
    """The share, 0 to 1, of every end a request can come to: a cluster's name, "status N" or "closed"."""
    if result.disposition in _CLOSED and result.status is None:
        return {"closed": 1.0}
    if not result.destinations or result.disposition is Disposition.FAULT_ABORTED:
        return {f"status {result.status}": 1.0}
    abort = _abort(result)
    aborted = abort.percent / 100 if abort else 0.0
    ends: defaultdict[str, float] = defaultdict(float)
    for destination in result.destinations:
        ends[_end(result, destination)] += destination.share / 100 * (1 - aborted)
    if abort and aborted:
        ends[f"status {abort.http_status or 200}"] += aborted
    return ends


def _end(result: Result, destination: Destination) -> str:
    if destination.endpoints or (destination.cluster and destination.cluster.type == "ORIGINAL_DST"):
        return destination.cluster_name
    return "closed" if result.route is None else f"status {result.status or 503}"


def _ends(observations: Iterable[Observation]) -> Counter[str]:
    return Counter(_observed_end(seen) for seen in observations)


def _observed_end(seen: Observation) -> str:
    if seen.destination:
        return seen.destination.partition(" ")[0]
    return f"status {seen.response.status}" if seen.response.status else "closed"


def _shares(
    what: str, wanted: Mapping[str, float], counts: Mapping[str, int], result: Result, total: int
) -> Iterator[str]:
    for end in sorted(wanted.keys() | counts.keys()):
        share, count = wanted.get(end, 0.0), counts.get(end, 0)
        slack = _SIGMAS * math.sqrt(total * share * (1 - share)) if _draws_lots(result) else 0.5
        if abs(count - total * share) > max(slack, 0.5):
            yield f"{what}: {end} should get {100 * share:g} % of {total} requests, Envoy gave it {count}"


def _same(what: str, wanted: str, seen: set[str | None]) -> Iterator[str]:
    if seen != {wanted}:
        yield f"{what}: should be {wanted}, Envoy says {', '.join(sorted(map(str, seen)))}"
