"""Values of HTTP headers with Envoy's variables in them, such as `%REQ(x-id)%`.

Source: Istio pkg/config/validation (header_value_validator.go), which follows Envoy's parser. The names of variables
are not looked at; only blanks count as white space.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from snippet_check.resource import FieldPath
from snippet_check.schema.validation.violation import Violation, error

_is_printable = re.compile(r"[^\x00-\x08\x0a-\x1f\x7f]*").fullmatch

_STEPS: Mapping[str, Mapping[str, str]] = {
    "text": {"%": "percent", "": "text"},
    "percent": {"%": "text", "(": "arguments", "": "variable"},
    "variable": {"%": "text", "(": "arguments", "": "variable"},
    "arguments": {"[": "element", " ": "arguments", "": "string"},
    "element": {'"': "string", " ": "element"},
    "string": {"\\": "escape", ")": "closed", '"': "separator", "": "string"},
    "escape": {"": "string"},
    "separator": {",": "element", "]": "array_end", " ": "separator"},
    "array_end": {")": "closed", " ": "array_end"},
    "closed": {"%": "text", " ": "closed"},
}
"""From what was read last, by the next character ("" is any other), to what is read next."""


def header_value(value: str, path: FieldPath) -> Iterable[Violation]:
    if not _is_printable(value):
        return (error("header_value.control", path, value=value),)
    if "%" not in value:
        return ()
    state = "text"
    for character in value:
        steps = _STEPS[state]
        following = steps.get(character) or steps.get("")
        if following is None:
            return (error(f"header_value.after_{state}", path),)
        state = following
    return () if state == "text" else (_unfinished(state, value, path),)


def _unfinished(state: str, value: str, path: FieldPath) -> Violation:
    if state in ("percent", "escape"):
        return error(f"header_value.after_{state}", path)
    return error("header_value.unfinished", path, value=value)
