"""Whether a real Envoy does with calls what simulate says it does."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from snippet_check.envoy import Snapshot
from snippet_check.simulate import Call, Result
from snippet_check.simulate.attempts import Answer
from snippet_check.simulate.inspectors import offered_protocols
from snippet_check.verify.certificates import ClientTls
from snippet_check.verify.client import Request
from snippet_check.verify.expected import (
    count,
    draws_lots,
    expected_authorities,
    expected_ends,
    expected_mirrors,
)
from snippet_check.verify.http2 import PREFACE
from snippet_check.verify.rewrite import RANDOM_VALUE
from snippet_check.verify.session import Observation, Session

_SIGMAS = 5.0
_LONGEST_DELAY = 1.0
_ENTRIES = {"outbound": "virtualOutbound", "inbound": "virtualInbound"}


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
    statuses: Sequence[int | None] = (),
) -> list[Agreement]:
    """Sends the calls of the results through the snapshot in Envoy and compares, call by call.

    `scripts` are the answers of workloads ("name.namespace"); one that has none answers 200. `statuses` are those that
    the clients must get, call by call; None where that is left open.
    """
    agreements = {}
    sendable: dict[str, list[tuple[int, Result]]] = {}
    for i, result in enumerate(results):
        if reason := _unsupported(snapshot, result):
            agreements[i] = Agreement(result.call, unsupported=reason)
        else:
            sendable.setdefault(_entry(snapshot, result), []).append((i, result))
    for entry, numbered in sendable.items():
        requests = {f"{i}/{k}": request for i, result in numbered for k, request in enumerate(_requests(result))}
        seen = await session.observe(snapshot, entry, requests, scripts)
        for i, result in numbered:
            observations = [seen[key] for key in requests if key.startswith(f"{i}/")]
            differences = [*_differences(result, observations), *_statuses(statuses[i : i + 1], observations)]
            agreements[i] = Agreement(result.call, tuple(differences))
    return [agreements[i] for i in range(len(results))]


def _unsupported(snapshot: Snapshot, result: Result) -> str:
    call, fault = result.call, result.route.fault if result.route else None
    if call.mode != "inbound" and _hides_scheme(call):
        return f"the scheme {call.scheme} on a connection of {_scheme(call)}: HTTP/1.1 does not say it"
    if result.missing_secret:
        return "a certificate that is missing: here every name has one"
    if call.claims is not None:
        return "JWT claims: no issuer signs tokens here"
    if fault and fault.delay and fault.delay.fixed > _LONGEST_DELAY:
        return f"an injected delay of {fault.delay.fixed:g} s is not waited for"
    return "" if _entry(snapshot, result) else "no listener takes connections at this port"


def _entry(snapshot: Snapshot, result: Result) -> str:
    """The name of the bound listener that gets the call's connection, "" for none."""
    if result.listener and result.listener.bind_to_port:
        return result.listener.name
    wanted = _ENTRIES.get(result.call.mode)
    return next((one.name for one in snapshot.listeners if one.bind_to_port and one.name == wanted), "")


def _hides_scheme(call: Call) -> bool:
    """Whether the scheme is another than the connection says, and HTTP/1.1 has no place for it but a header."""
    return call.protocol == "http" and call.scheme not in ("", _scheme(call))


def _scheme(call: Call) -> str:
    return "http" if call.tls == "plaintext" else "https"


def _requests(result: Result) -> Iterator[Request]:
    call = result.call
    # A Host header beside the authority does not reach the wire: HTTP/1.1 has only the one.
    headers = tuple((name, value) for name, value in call.headers if name.lower() != "host")
    if _hides_scheme(call):
        headers = (*headers, ("x-forwarded-proto", call.scheme))
    tls = None
    if call.tls != "plaintext":
        tls = ClientTls(call.server_name, offered_protocols(call), call.tls == "mtls")
    request = Request(
        call.address,
        call.port,
        call.authority,
        call.path,
        call.method,
        raw=_raw(result),
        http2=call.protocol == "http2",
        scheme=call.scheme or _scheme(call),
        tls=tls,
        hello_only=bool(result.filter_chain and not result.filter_chain.tls),
    )
    for k in range(count(result)):
        yield replace(request, headers=(*headers, (RANDOM_VALUE, str(k))))


def _raw(result: Result) -> bytes:
    """What is sent of a call where nobody reads HTTP: the beginning of HTTP/2 alone, as the stub does not go on."""
    if not result.call.is_http:
        return b"hello\n"
    passes_as_tcp = result.is_sent_on and result.request is None
    return PREFACE if passes_as_tcp and result.call.protocol == "http2" else b""


def _differences(result: Result, observations: Sequence[Observation]) -> Iterator[str]:
    yield from _shares("destinations", expected_ends(result), _ends(observations), result, len(observations))
    copies = Counter(mirror.partition(" ")[0] for seen in observations for mirror in seen.mirrors)
    sent_on = sum(1 for seen in observations if seen.destination)
    yield from _shares("mirrors", expected_mirrors(result), copies, result, sent_on)
    if result.filter_chain and result.filter_chain.tls:
        shown = {seen.response.credential for seen in observations if seen.response.status}
        yield from _same("certificate", set(result.filter_chain.tls.credential_names), shown)
    if result.location:
        yield from _same("location", {result.location}, {seen.response.header("location") for seen in observations})
    arrivals = [seen.arrival for seen in observations if seen.arrival]
    if result.upstream_path and arrivals:
        yield from _same("path", {result.upstream_path}, {arrival.path for arrival in arrivals})
        yield from _same("authority", expected_authorities(result), {arrival.authority for arrival in arrivals})


def _statuses(wanted: Sequence[int | None], observations: Sequence[Observation]) -> Iterator[str]:
    for status in wanted:
        if status is not None:
            yield from _same("status", {str(status)}, {str(seen.response.status) for seen in observations})


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
        share, seen = wanted.get(end, 0.0), counts.get(end, 0)
        slack = _SIGMAS * math.sqrt(total * share * max(0.0, 1 - share)) if draws_lots(result) else 0.0
        if abs(seen - total * share) > max(slack, 0.5):
            yield f"{what}: {end} should get {100 * share:g} % of {total} requests, Envoy gave it {seen}"


def _same(what: str, wanted: Iterable[str], seen: set[str | None] | set[str]) -> Iterator[str]:
    if not seen <= set(wanted):
        yield f"{what}: should be {', '.join(sorted(wanted))}, Envoy says {', '.join(sorted(map(str, seen)))}"
