"""JSON as Kubernetes reads it: whole numbers apart from others, and of equal keys the last one.

Source: k8s.io/apimachinery yaml.ToJSON hands on as it is what begins with a brace; Go's encoding/json reads it.
"""

from __future__ import annotations

import json
import re
from typing import Any

from snippet_check.load.malformed import MalformedError
from snippet_check.load.repeated import Repeated
from snippet_check.load.tree import Node, read_tree
from snippet_check.load.values import MAX_DEPTH

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"?|[\[{]|[\]}]', re.DOTALL)
_SURROGATE = re.compile("[\ud800-\udfff]")
_LONGEST_INTEGER = 25
"""More digits than any integer type holds; Python would refuse to read thousands of them."""


def read_json(text: str) -> tuple[Any, list[Repeated]]:
    """The value of a JSON text and its repeated keys. Raises MalformedError."""
    _check_depth(text)
    repeated = False

    def gather(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        nonlocal repeated
        made = dict(pairs)
        repeated |= len(made) < len(pairs)
        return made

    try:
        value = json.loads(
            text, object_pairs_hook=gather, parse_int=_integer, parse_float=_number, parse_constant=_no_number
        )
    except json.JSONDecodeError as error:
        raise MalformedError("SC0025", error.lineno - 1, error.colno - 1) from None
    if "\\ud" in text.lower():
        value = _paired(value)
    return value, _repeated_keys(text) if repeated else []


def _check_depth(text: str) -> None:
    """Refuses what json would recurse into too far."""
    if text.count("{") + text.count("[") <= MAX_DEPTH:
        return
    depth = 0
    for match in _TOKEN.finditer(text):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(match[0], 0)
        if depth > MAX_DEPTH:
            line = text.count("\n", 0, match.start())
            raise MalformedError(
                "SC0011", line, match.start() - text.rfind("\n", 0, match.start()) - 1, limit=MAX_DEPTH
            )


def _integer(text: str) -> int | float:
    return int(text) if len(text) <= _LONGEST_INTEGER else _number(text)


def _number(text: str) -> float:
    value = float(text)
    return value if abs(value) != float("inf") else _no_number(text)


def _no_number(text: str) -> float:
    raise MalformedError("SC0013", 0, 0, value=text[:_LONGEST_INTEGER])


def _paired(value: Any) -> Any:
    """The value with halves of surrogate pairs replaced, as Go replaces them."""
    if isinstance(value, str):
        return _SURROGATE.sub("\ufffd", value)
    if isinstance(value, list):
        return [_paired(item) for item in value]
    if isinstance(value, dict):
        return {_paired(key): _paired(item) for key, item in value.items()}
    return value


def _repeated_keys(text: str) -> list[Repeated]:
    """The keys that stand in their object a second time, in the order of the text."""
    found: list[Repeated] = []
    pending: list[Node] = list(filter(None, (read_tree(text),)))
    while pending:
        node = pending.pop()
        pending.extend(reversed(node.parts))
        seen = set()
        for key, _ in node.pairs:
            if key.value in seen:
                found.append(Repeated(key.value or "", key.start.line, key.start.column))
            seen.add(key.value)
    return found
