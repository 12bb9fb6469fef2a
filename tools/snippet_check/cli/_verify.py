"""Calls through a real Envoy beside the simulation."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

from snippet_check.simulate.calls import Outcome
from snippet_check.verify.agreement import Agreement
from snippet_check.verify.outcomes import verify_outcomes
from snippet_check.verify.session import Session


def agreements(outcomes: Iterable[Outcome]) -> list[Agreement]:
    """Of each outcome, whether Envoy does the same. Raises EnvoyError."""
    return asyncio.run(_agreements(outcomes))


async def _agreements(outcomes: Iterable[Outcome]) -> list[Agreement]:
    async with Session() as session:
        return await verify_outcomes(session, outcomes)
