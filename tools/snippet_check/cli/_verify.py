"""Calls through a real Envoy beside the simulation."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator

from snippet_check.simulate.calls import Outcome
from snippet_check.verify.agreement import Agreement, verify
from snippet_check.verify.session import Session


def agreements(outcomes: Iterable[Outcome]) -> Iterator[Agreement]:
    """Of each outcome, whether Envoy does the same. Raises EnvoyError."""
    return iter(asyncio.run(_agreements(tuple(outcomes))))


async def _agreements(outcomes: tuple[Outcome, ...]) -> list[Agreement]:
    async with Session() as session:
        return [(await verify(session, one.snapshot, [one.result]))[0] for one in outcomes]
