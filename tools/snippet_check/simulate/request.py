"""A request as the routes see it: after the codec and the connection manager have read it."""

from __future__ import annotations

from typing import NamedTuple

from snippet_check.simulate.call import Call


class Request(NamedTuple):
    """An HTTP request whose path is already normalized."""

    method: str
    authority: str
    path: str
    scheme: str
    bare_path: str
    """The path without its query."""
    headers: dict[str, str]
    """By lower-case name, pseudo-headers among them; without the blanks around a value, of which those of a repeated
    header are joined by commas."""

    @property
    def is_grpc(self) -> bool:
        """Whether the client speaks gRPC."""
        kind = self.headers.get("content-type", "")
        return kind == "application/grpc" or kind.startswith("application/grpc+")

    def query_parameter(self, name: str) -> str | None:
        """The first value of a query parameter, not decoded; "" where it has none, None where it is absent."""
        if len(self.path) == len(self.bare_path):
            return None
        for parameter in self.path[len(self.bare_path) + 1 :].split("&"):
            key, _, value = parameter.partition("=")
            if key == name:
                return value
        return None


def read_request(call: Call, path: str, scheme: str) -> Request:
    """The request of a call with the path that normalization left."""
    authority = call.authority
    # Envoy knows "host" as another name of ":authority".
    headers = {":method": call.method, ":authority": authority, "host": authority, ":path": path, ":scheme": scheme}
    for name, value in call.headers:
        key = name.lower()
        if key == "host":
            continue
        joint = "; " if key == "cookie" else ","
        own = value.strip(" \t")
        headers[key] = headers[key] + joint + own if key in headers else own
    return Request(call.method, call.authority, path, scheme, path.partition("?")[0], headers)
