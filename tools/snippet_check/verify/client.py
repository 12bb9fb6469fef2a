"""Requests into Envoy, each as if iptables had caught it on its way to an address of the mesh."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

from snippet_check.verify.stub import REQUEST_ID

_DEADLINE = 20.0
_SOURCE = "127.0.0.9"


@dataclass(frozen=True, slots=True)
class Request:
    """An HTTP/1.1 request and the address it was meant for; `raw` bytes instead of HTTP where they are given."""

    address: str
    port: int
    authority: str = ""
    path: str = "/"
    method: str = "GET"
    headers: Mapping[str, str] | None = None
    raw: bytes = b""


@dataclass(frozen=True, slots=True)
class Response:
    """Envoy's answer: status (0 where the connection was closed), headers in lower case, and the body."""

    status: int
    headers: tuple[tuple[str, str], ...] = ()
    body: str = ""

    def header(self, name: str) -> str | None:
        return next((value for key, value in self.headers if key == name), None)


async def send(entry: int, requests: Mapping[str, Request], intercepted: bool) -> dict[str, Response]:
    """Sends requests, by id, one after the other into the loopback port `entry`.

    `intercepted` tells Envoy in a PROXY line where each connection was going, as original_dst would.
    """
    return {
        key: await asyncio.wait_for(_send(entry, key, request, intercepted), _DEADLINE)
        for key, request in requests.items()
    }


async def _send(entry: int, key: str, request: Request, intercepted: bool) -> Response:
    reader, writer = await asyncio.open_connection("127.0.0.1", entry)
    try:
        if intercepted:
            family = "TCP6" if ":" in request.address else "TCP4"
            writer.write(f"PROXY {family} {_SOURCE} {request.address} 40000 {request.port}\r\n".encode())
        writer.write(request.raw or _request_bytes(key, request))
        return await (_read_raw(reader) if request.raw else read_response(reader, request.method))
    except (ConnectionError, asyncio.IncompleteReadError):
        return Response(0)
    finally:
        writer.close()


def _request_bytes(key: str, request: Request) -> bytes:
    headers = {"host": request.authority, REQUEST_ID: key, **(request.headers or {})}
    lines = [f"{request.method} {request.path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join([*lines, "", ""]).encode()


async def read_response(reader: asyncio.StreamReader, method: str = "GET") -> Response:
    """One HTTP/1.1 response. Reads by its length: Envoy closes a connection late, even when asked to."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    pairs = [line.partition(":") for line in head[1:] if line]
    headers = tuple((name.strip().lower(), value.strip()) for name, _, value in pairs)
    body = b"" if method == "HEAD" else await _read_body(reader, dict(headers))
    return Response(int(head[0].split()[1]), headers, body.decode("utf-8", "replace"))


async def _read_body(reader: asyncio.StreamReader, headers: Mapping[str, str]) -> bytes:
    if headers.get("transfer-encoding") != "chunked":
        return await reader.readexactly(int(headers.get("content-length", "0")))
    body = b""
    while size := int(await reader.readline(), 16):
        body += (await reader.readexactly(size + 2))[:size]
    await reader.readline()
    return body


async def _read_raw(reader: asyncio.StreamReader) -> Response:
    """What comes back for plain bytes. Bytes that Envoy cannot read it answers with 400 and closes: nothing came."""
    body = (await reader.read(4096)).decode("utf-8", "replace")
    return Response(0) if not body or body.startswith("HTTP/1.1 400") else Response(200, (), body)
