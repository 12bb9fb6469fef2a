"""The outcomes of a file's calls in a real Envoy, with the answers that the file scripts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from snippet_check.simulate import Destination, Mirror
from snippet_check.simulate.attempts import Answer, script_of
from snippet_check.simulate.calls import Outcome
from snippet_check.verify.agreement import Agreement, verify
from snippet_check.verify.session import Session


async def verify_outcomes(session: Session, outcomes: Iterable[Outcome]) -> list[Agreement]:
    """Whether Envoy does the same as each outcome says, and gives the client the same status. Raises EnvoyError."""
    return [
        (await verify(session, one.way.snapshot, [one.result], dict(_scripts(one)), [one.status]))[0]
        for one in outcomes
    ]


def _scripts(outcome: Outcome) -> Iterator[tuple[str, Sequence[Answer]]]:
    """The answers by workload, which is what an endpoint knows itself by."""
    result, scripts = outcome.result, outcome.scripts
    clusters: list[Destination | Mirror] = [*result.destinations, *result.mirrors]
    for one in clusters:
        for locality in one.cluster.endpoints if one.cluster else ():
            yield from ((endpoint.workload, script_of(one, scripts)) for endpoint in locality.endpoints)
