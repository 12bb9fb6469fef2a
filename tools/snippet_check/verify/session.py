"""Scenarios through one Envoy: a snapshot, the requests to send, and what was seen of each."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from snippet_check.envoy import Snapshot
from snippet_check.simulate.attempts import Answer
from snippet_check.simulate.index import index_of
from snippet_check.verify.certificates import Certificates
from snippet_check.verify.client import Request, Response, send
from snippet_check.verify.process import Envoy
from snippet_check.verify.rewrite import endpoint_keys, for_loopback, is_intercepted
from snippet_check.verify.stub import Arrival, Stub

_DEADLINE = 3.0
_POLL = 0.005
_QUIET = 0.05
"""How long nothing may arrive before the mirrors of a scenario are taken to be complete, in seconds."""


@dataclass(frozen=True, slots=True)
class Observation:
    """What Envoy did with one request: its answer, its access log's flags, and who got the request and its copies.

    `destination` and `mirrors` are stub keys, "CLUSTER ADDRESS:PORT"; destination is "" where nobody was asked.
    """

    response: Response
    flags: str
    destination: str
    mirrors: tuple[str, ...]
    arrival: Arrival | None
    """The request as the destination got it."""


class Session:
    """An Envoy with its stub: `async with Session() as session`, then `await session.observe(…)` per scenario."""

    async def __aenter__(self) -> Session:
        self._stub = Stub()
        self._envoy = await Envoy().__aenter__()
        self._certificates = Certificates(self._envoy.folder)
        self._count = 0
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._envoy.__aexit__(kind, error, trace)
        await self._stub.close()

    async def observe(
        self,
        snapshot: Snapshot,
        entry: str,
        requests: Mapping[str, Request],
        scripts: Mapping[str, Sequence[Answer]] | None = None,
    ) -> dict[str, Observation]:
        """Sends the requests, by id, into the bound listener named `entry`.

        `scripts` are the answers of workloads ("name.namespace"); one that has none answers 200.
        Raises EnvoyError when Envoy refuses the configuration.
        """
        self._count += 1
        workloads = dict(endpoint_keys(snapshot))
        answers = {key: (scripts or {}).get(workload, ()) for key, workload in workloads.items()}
        ports = await self._stub.assign(answers.items())
        log = self._envoy.folder / f"access-{self._count}"
        bound = {listener.name: _free_port() for listener in snapshot.listeners if listener.bind_to_port}
        loopback = for_loopback(snapshot, ports, bound, self._certificates, str(self._count), str(log))
        await self._envoy.configure(loopback.clusters, loopback.listeners, may_refuse=_has_refused_listener(snapshot))
        intercepted = next(is_intercepted(listener) for listener in snapshot.listeners if listener.name == entry)
        responses = await send(bound[entry], requests, intercepted, self._certificates)
        return await self._collect(responses, log)

    async def _collect(self, responses: Mapping[str, Response], log: Path) -> dict[str, Observation]:
        arrived = await self._settled()
        lines = await _log_lines(log, {key for key, response in responses.items() if response.header("server")})
        by_request: dict[str, list[tuple[str, Arrival]]] = {}
        for endpoint, arrivals in arrived.items():
            for arrival in arrivals:
                by_request.setdefault(arrival.id, []).append((endpoint, arrival))
        return {
            key: _observation(response, lines.get(key, {}), by_request.get(key, []), response.body in arrived)
            for key, response in responses.items()
        }

    async def _settled(self) -> dict[str, tuple[Arrival, ...]]:
        """What arrived at the stub, once nothing has arrived for a while: copies come after their requests' answers."""
        before: dict[str, tuple[Arrival, ...]] = {}
        for _ in range(int(_DEADLINE / _QUIET)):
            await asyncio.sleep(_QUIET)
            now = self._stub.arrived()
            if now == before:
                break
            before = now
        return before


def _has_refused_listener(snapshot: Snapshot) -> bool:
    return any(index_of(snapshot).filter_chains(listener).are_refused for listener in snapshot.listeners)


def _observation(
    response: Response, line: Mapping[str, str], arrived: list[tuple[str, Arrival]], raw: bool
) -> Observation:
    """`raw` tells that the body names an endpoint although no request with this id arrived: it was plain bytes."""
    answered = [one for one in arrived if one[0] == response.body] or [
        one for one in arrived if one[0].startswith(f"{line.get('cluster')} ")
    ]
    destination, arrival = answered[0] if answered else (response.body if raw else "", None)
    copies = [endpoint for endpoint, _ in arrived]
    if arrival:
        copies.remove(destination)
    return Observation(response, line.get("flags") or "-", destination, tuple(copies), arrival)


async def _log_lines(log: Path, wanted: set[str]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for _ in range(int(_DEADLINE / _POLL)):
        text = log.read_text() if log.exists() else ""
        lines = (json.loads(line) for line in text.splitlines() if line.endswith("}"))
        found = {line["id"]: line for line in lines if line.get("id")}
        if wanted <= found.keys():
            break
        await asyncio.sleep(_POLL)
    return found


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
