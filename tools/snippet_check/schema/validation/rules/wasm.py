"""WebAssembly modules, and the traffic that an extension handles.

Source: Istio pkg/config/validation (validateWasmPlugin*, validateTrafficExtensionMatch).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from snippet_check.resource import FieldPath
from snippet_check.schema.validation.rules.urls import Url, parse, parse_request
from snippet_check.schema.validation.violation import Violation, error

_SCHEMES = frozenset(("", "file", "http", "https", "oci"))
_MAX_SECRET = 253
_MAX_NAME = 256
_is_sha256 = re.compile("[a-f0-9]{64}").fullmatch


def wasm_module(content: Mapping[str, Any], path: FieldPath) -> Iterator[Violation]:
    """Where a module comes from, what it is called, and its environment."""
    yield from _url(content.get("url", ""), (*path, "url"))
    yield from _sha256(content.get("sha256", ""), (*path, "sha256"))
    if _bytes(content.get("imagePullSecret", "")) > _MAX_SECRET:
        yield error("wasm.secret_long", (*path, "imagePullSecret"))
    if _bytes(content.get("pluginName", "")) > _MAX_NAME:
        yield error("wasm.name_long", (*path, "pluginName"))
    yield from _environment(content.get("vmConfig", {}).get("env", ()), (*path, "vmConfig", "env"))


def matched_ports(match: Sequence[Mapping[str, Any]], path: FieldPath) -> Iterator[Violation]:
    """The first port out of range."""
    for i, selector in enumerate(match):
        for j, port in enumerate(selector.get("ports", ())):
            number = port.get("number", 0)
            if not 1 <= number <= 65535:
                at = (*path, i, "ports", j, "number")
                yield error("wasm.port", at, match=i, port=j, number=number)
                return


def _url(url: str, path: FieldPath) -> Iterator[Violation]:
    if not url:
        yield error("wasm.url_empty", path)
    elif (found := _read(url)) is None:
        yield error("wasm.url", path, url=url)
    elif found.scheme not in _SCHEMES:
        yield error("wasm.url_scheme", path, scheme=found.scheme)


def _read(url: str) -> Url | None:
    """A URL, or an image name such as `ghcr.io/a/b:tag`, which is read as if `http://` stood before it."""
    for text in (url, f"http://{url}"):
        if found := parse_request(text):
            return found if parse(text) else None
    return None


def _sha256(digest: str, path: FieldPath) -> Iterator[Violation]:
    if digest and _bytes(digest) != 64:
        yield error("wasm.sha256_length", path)
    elif digest and not _is_sha256(digest):
        yield error("wasm.sha256", path)


def _environment(variables: Sequence[Mapping[str, Any]], path: FieldPath) -> Iterator[Violation]:
    """The first thing that is wrong with the list."""
    names: set[str] = set()
    for i, variable in enumerate(variables):
        name = variable.get("name", "")
        if not name:
            check = "empty"
        elif _bytes(name) > _MAX_NAME:
            check = "long"
        elif name in names:
            check = "repeated"
        elif variable.get("valueFrom", "INLINE") not in ("INLINE", 0) and variable.get("value"):
            check = "value"
        else:
            names.add(name)
            continue
        yield error(f"wasm.env_{check}", (*path, i))
        return


def _bytes(text: str) -> int:
    return len(text.encode(errors="replace"))
