"""The outcomes of a file's calls in a real Envoy, proxy by proxy, with the answers that the file scripts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from snippet_check.simulate import Destination, Mirror
from snippet_check.simulate.attempts import Answer, script_of
from snippet_check.simulate.calls import Outcome
from snippet_check.simulate.calls.answers import answers_of, status_at
from snippet_check.simulate.calls.way import Hop
from snippet_check.verify.agreement import Agreement, verify
from snippet_check.verify.session import Session


async def verify_outcomes(session: Session, outcomes: Iterable[Outcome]) -> list[Agreement]:
    """Whether Envoy does the same at every proxy on the way of each outcome. Raises EnvoyError."""
    return [_on_the_way([(hop, await _verified(session, hop, one)) for hop in one.way.every]) for one in outcomes]


async def _verified(session: Session, hop: Hop, outcome: Outcome) -> Agreement:
    status = outcome.status if hop is outcome.way else status_at(hop, outcome.scripts)
    [agreement] = await verify(session, hop.snapshot, [hop.result], dict(_answers(hop, outcome)), [status])
    return agreement


def _on_the_way(found: Sequence[tuple[Hop, Agreement]]) -> Agreement:
    """The agreements of all the proxies as one; of those behind the first it is said which they are."""
    _, first = found[0]
    behind = [(hop.proxy.id, agreement) for hop, agreement in found[1:]]
    unsupported = [f"{one.unsupported} ({proxy})" for proxy, one in behind if one.unsupported]
    return Agreement(
        first.call,
        (*first.differences, *(f"{proxy}: {difference}" for proxy, one in behind for difference in one.differences)),
        first.unsupported or next(iter(unsupported), ""),
    )


def _answers(hop: Hop, outcome: Outcome) -> Iterator[tuple[str, Sequence[Answer]]]:
    """The answers by workload, which is what an endpoint knows itself by."""
    scripts = outcome.scripts
    heard: list[tuple[Destination | Mirror, Sequence[Answer]]] = [
        *((one, answers_of(hop, one, scripts)) for one in hop.result.destinations),
        *((one, script_of(one, scripts)) for one in hop.result.mirrors),
    ]
    for one, script in heard:
        for locality in one.cluster.endpoints if one.cluster else ():
            yield from ((endpoint.workload, script) for endpoint in locality.endpoints)
