"""A request and its response over HTTP/2, on a connection of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

from h2.config import H2Configuration
from h2.connection import H2Connection
from h2.events import ConnectionTerminated, DataReceived, Event, ResponseReceived, StreamEnded, StreamReset

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
"""How every HTTP/2 connection begins."""
_STREAM = 1


async def exchange(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, headers: Iterable[tuple[str, str]]
) -> tuple[tuple[tuple[str, str], ...], bytes]:
    """Sends headers, pseudo-headers among them, and returns those of the answer, and its body.

    Raises ConnectionError where the answer does not come to its end.
    """
    connection = H2Connection(H2Configuration(header_encoding="utf-8"))
    connection.initiate_connection()
    connection.send_headers(_STREAM, list(headers), end_stream=True)
    writer.write(connection.data_to_send())
    answered: tuple[tuple[str, str], ...] = ()
    body = b""
    while data := await reader.read(65536):
        for event in connection.receive_data(data):
            if isinstance(event, ResponseReceived):
                answered = tuple((str(name), str(value)) for name, value in event.headers or ())
            elif isinstance(event, DataReceived):
                body += event.data or b""
            elif _is_end(event):
                return answered, body
        writer.write(connection.data_to_send())
    raise ConnectionResetError("the connection was closed before the answer's end")


def _is_end(event: Event) -> bool:
    if isinstance(event, (StreamReset, ConnectionTerminated)):
        raise ConnectionResetError(f"the stream was reset: {event}")
    return isinstance(event, StreamEnded)
