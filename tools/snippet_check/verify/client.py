"""Requests into Envoy, each as if iptables had caught it on its way to an address of the mesh."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from h2.exceptions import ProtocolError

from snippet_check.verify.certificates import Certificates, ClientTls
from snippet_check.verify.http2 import exchange
from snippet_check.verify.stub import REQUEST_ID

_DEADLINE = 20.0
_SOURCE = "127.0.0.9"


@dataclass(frozen=True, slots=True)
class Request:
    """An HTTP request and the address it was meant for; `raw` bytes instead of HTTP where they are given."""

    address: str
    port: int
    authority: str = ""
    path: str = "/"
    method: str = "GET"
    headers: tuple[tuple[str, str], ...] = ()
    raw: bytes = b""
    http2: bool = False
    scheme: str = "http"
    """What HTTP/2 says in :scheme."""
    tls: ClientTls | None = None
    hello_only: bool = False
    """The ClientHello alone is sent, for whoever is behind Envoy; nobody there ends TLS."""


@dataclass(frozen=True, slots=True)
class Response:
    """Envoy's answer: status (0 where the connection was closed), headers in lower case, and the body."""

    status: int
    headers: tuple[tuple[str, str], ...] = ()
    body: str = ""
    credential: str = ""
    """Whose certificate Envoy showed; "" without TLS."""

    def header(self, name: str) -> str | None:
        return next((value for key, value in self.headers if key == name), None)


async def send(
    entry: int, requests: Mapping[str, Request], intercepted: bool, certificates: Certificates
) -> dict[str, Response]:
    """Sends requests, by id, one after the other into the loopback port `entry`.

    `intercepted` tells Envoy in a PROXY line where each connection was going, as original_dst would.
    """
    return {
        key: await asyncio.wait_for(_send(entry, key, request, intercepted, certificates), _DEADLINE)
        for key, request in requests.items()
    }


async def _send(entry: int, key: str, request: Request, intercepted: bool, certificates: Certificates) -> Response:
    reader, writer = await asyncio.open_connection("127.0.0.1", entry)
    try:
        if intercepted:
            family = "TCP6" if ":" in request.address else "TCP4"
            writer.write(f"PROXY {family} {_SOURCE} {request.address} 40000 {request.port}\r\n".encode())
        if request.tls is None:
            return await _exchange(reader, writer, key, request)
        context, name = certificates.client(request.tls), request.tls.server_name or None
        if request.hello_only:
            return await _exchange(reader, writer, key, replace(request, raw=_client_hello(context, name)))
        await writer.start_tls(context, server_hostname=name)
        shown = certificates.credential(writer.get_extra_info("ssl_object"))
        return replace(await _exchange(reader, writer, key, request), credential=shown)
    except (ConnectionError, ssl.SSLError, asyncio.IncompleteReadError, ProtocolError):
        return Response(0)
    finally:
        writer.close()


async def _exchange(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, key: str, request: Request) -> Response:
    if request.raw:
        writer.write(request.raw)
        return await _read_raw(reader)
    headers = ((REQUEST_ID, key), *request.headers)
    if not request.http2:
        writer.write(_request_bytes(request, headers))
        return await read_response(reader, request.method)
    pseudo = {"method": request.method, "scheme": request.scheme, "authority": request.authority, "path": request.path}
    answer, body = await exchange(reader, writer, (*((f":{name}", one) for name, one in pseudo.items()), *headers))
    return Response(int(dict(answer)[":status"]), answer, body.decode("utf-8", "replace"))


def _client_hello(context: ssl.SSLContext, server_name: str | None) -> bytes:
    sent = ssl.MemoryBIO()
    handshake = context.wrap_bio(ssl.MemoryBIO(), sent, server_hostname=server_name)
    with contextlib.suppress(ssl.SSLWantReadError):
        handshake.do_handshake()
    return sent.read()


def _request_bytes(request: Request, headers: Iterable[tuple[str, str]]) -> bytes:
    fields = (("host", request.authority), *headers)
    lines = [f"{request.method} {request.path} HTTP/1.1", *(f"{name}: {value}" for name, value in fields)]
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
