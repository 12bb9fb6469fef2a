"""What comes back along the way of a call: the answers of its ends, and what the proxies in between make of them."""

from __future__ import annotations

from collections.abc import Sequence

from snippet_check.simulate.attempts import Answer, Scripts, client_status, script_of
from snippet_check.simulate.calls.way import Hop
from snippet_check.simulate.result import Destination

_NOT_CONNECTED = Answer(503)
"""What a proxy answers for one that it cannot talk to."""


def status_at(hop: Hop, scripts: Scripts) -> int | None:
    """The status that a proxy gives to whoever sent it the call; None where there is none, or not always the same."""
    return client_status(hop.result, lambda destination: answers_of(hop, destination, scripts))


def answers_of(hop: Hop, destination: Destination, scripts: Scripts) -> Sequence[Answer]:
    """What a proxy hears from a destination; () where that depends on the endpoint it takes, or is no HTTP."""
    behind = {_answer(following, scripts) for following in hop.onward_by(destination)}
    if behind <= {None}:
        return script_of(destination, scripts)
    answer = behind.pop()
    return (answer,) if answer and not behind else ()


def _answer(hop: Hop, scripts: Scripts) -> Answer | None:
    """What another proxy answers; None for one that lets the call in to its own workload, which has its script."""
    if hop.refuses:
        return _NOT_CONNECTED
    if hop.lets_in:
        return None
    return Answer(status_at(hop, scripts) or 0)
