"""The other side of every cluster: one loopback port per endpoint, scripted answers, and a book of what arrived."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from snippet_check.simulate.attempts import Answer
from snippet_check.verify.http2 import PREFACE

REQUEST_ID = "x-snippet-check-id"
_HANDSHAKE = b"\x16"
"""The first byte of a TLS record that is part of a handshake."""


class Arrival(NamedTuple):
    """A request as it reached an endpoint; raw TCP has no id, path or authority."""

    id: str = ""
    path: str = ""
    authority: str = ""


@dataclass(slots=True)
class _Endpoint:
    """What a port stands for now. A script's last answer is repeated."""

    key: str = ""
    answers: Sequence[Answer] = (Answer(),)
    arrived: list[Arrival] = field(default_factory=list)

    def next_answer(self) -> Answer:
        return self.answers[min(len(self.arrived), len(self.answers)) - 1]


class Stub:
    """A pool of loopback servers, given to other endpoints for every scenario."""

    def __init__(self) -> None:
        self._servers: list[asyncio.Server] = []
        self._endpoints: dict[int, _Endpoint] = {}
        self._open_connections: dict[asyncio.Task[None], asyncio.StreamWriter] = {}

    async def assign(self, scripts: Iterable[tuple[str, Sequence[Answer]]]) -> dict[str, int]:
        """Gives every (key, answers) a port of its own, forgets what arrived before, and returns the ports by key."""
        wanted = dict(scripts)
        while len(self._servers) < len(wanted):
            await self._open()
        ports = list(self._endpoints)
        self._endpoints = dict.fromkeys(ports, _Endpoint())
        for port, (key, answers) in zip(ports, wanted.items(), strict=False):
            self._endpoints[port] = _Endpoint(key, answers or (Answer(),))
        return dict(zip(wanted, ports, strict=False))

    def arrived(self) -> dict[str, tuple[Arrival, ...]]:
        """The requests that each endpoint got, by the endpoint's key, in order."""
        return {endpoint.key: tuple(endpoint.arrived) for endpoint in self._endpoints.values() if endpoint.arrived}

    async def close(self) -> None:
        """Ends every connection and every server."""
        for server in self._servers:
            server.close()
        for writer in self._open_connections.values():
            writer.close()
        if self._open_connections:
            await asyncio.wait(self._open_connections)

    async def _open(self) -> None:
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self._servers.append(server)
        self._endpoints[server.sockets[0].getsockname()[1]] = _Endpoint()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._open_connections[task] = writer
        task.add_done_callback(self._open_connections.pop)
        port = writer.get_extra_info("sockname")[1]
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            while head := await _read_head(reader):
                await self._answer(self._endpoints[port], head, writer)
        writer.close()

    async def _answer(self, endpoint: _Endpoint, head: bytes, writer: asyncio.StreamWriter) -> None:
        endpoint.arrived.append(_arrival(head))
        answer = endpoint.next_answer()
        if answer.delay:
            await asyncio.sleep(answer.delay)
        body = endpoint.key.encode()
        headers = (
            f"HTTP/1.1 {answer.status} Scripted\r\ncontent-length: {len(body)}\r\n\r\n" if b"HTTP/1" in head else ""
        )
        writer.write(headers.encode() + body)
        await writer.drain()


async def _read_head(reader: asyncio.StreamReader) -> bytes:
    """A request up to its empty line; of raw TCP the first line, of TLS that was let through the first record.

    HTTP/2 that was let through is its preface.
    """
    first = await reader.read(1)
    if first == _HANDSHAKE:
        head = await reader.readexactly(4)
        return first + head + await reader.readexactly(int.from_bytes(head[2:]))
    line = first + await reader.readline() if first and first != b"\n" else first
    if line and PREFACE.startswith(line):
        return line + await reader.readexactly(len(PREFACE) - len(line))
    if not line or b"HTTP/1" not in line:
        return line
    rest = await reader.readuntil(b"\r\n\r\n") if line.strip() else b""
    return line + rest


def _arrival(head: bytes) -> Arrival:
    first, *lines = head.decode("latin-1").split("\r\n")
    if "HTTP/1" not in first:
        return Arrival()
    headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    return Arrival(headers.get(REQUEST_ID, ""), first.split(" ")[1], headers.get("host", ""))
