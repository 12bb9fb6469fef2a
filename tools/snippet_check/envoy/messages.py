"""Messages of Envoy's API as JSON: the one form in which they are compared, and protobuf's merge of two of them.

Source: golang/protobuf jsonpb, by which Istio reads an EnvoyFilter's values; Istio 1.30 pkg/proto/merge: what is set in
the second message replaces what the first has, messages are merged field by field, lists grow, and of a map the entries
are replaced. A scalar's zero is "not set", unless the field is a wrapper or belongs to a oneof.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from typing import Any

from snippet_check.envoy.as_json.values import duration
from snippet_check.facts.envoy_types import Field, enum_numbers, fields
from snippet_check.resource import Content
from snippet_check.schema.decode.duration import nanoseconds

_ANY, _DURATION, _VALUE = "google.protobuf.Any", "google.protobuf.Duration", "google.protobuf.Value"
_FREE_FORM = frozenset(("google.protobuf.Struct", "google.protobuf.ListValue", _VALUE))
_WRAPPERS = {
    "google.protobuf.BoolValue": "bool",
    "google.protobuf.BytesValue": "bytes",
    "google.protobuf.StringValue": "string",
    "google.protobuf.Int32Value": "int32",
    "google.protobuf.UInt32Value": "uint32",
    "google.protobuf.Int64Value": "int64",
    "google.protobuf.UInt64Value": "uint64",
    "google.protobuf.FloatValue": "float32",
    "google.protobuf.DoubleValue": "float64",
}
_NESTED_VALUE = frozenset((*_WRAPPERS, *_FREE_FORM, _DURATION, "google.protobuf.Timestamp"))
_ZEROS: tuple[Any, ...] = (0, "", False, 0.0, "0")


def canonical(value: Any, message: str) -> Content:
    """A message as Envoy's configuration dumps write it: snake_case names, nothing that is not set, nothing unknown.

    The value is one that the API server takes: `schema.validation` has found nothing wrong with it.
    """
    if not isinstance(value, dict):
        return {}
    written: Content = {}
    for field in fields(message) or ():
        given = value.get(field.json_name, value.get(field.name))
        if given is not None:
            content = _canonical_field(given, field)
            if _is_set(content, field):
                written[field.name] = content
    return written


def merged(base: Content, patch: Content, message: str) -> Content:
    """The first message with everything that is set in the second; both are canonical."""
    result = dict(base)
    known = _by_name(message)
    for name, value in patch.items():
        field = known[name]
        for other in known.values() if field.oneof else ():
            if other.oneof == field.oneof and other.name != name:
                result.pop(other.name, None)
        result[name] = _merged_field(result.get(name), value, field)
    return result


def merged_any(base: Content, patch: Content) -> Content | None:
    """Two messages of the same type that bring their types with them; None where the types differ."""
    message = type_name(base)
    if message != type_name(patch):
        return None
    return {"@type": patch["@type"], **merged(_without_type(base), _without_type(patch), message)}


def type_name(content: Mapping[str, Any]) -> str:
    """The name of the message in an Any."""
    type_url = content.get("@type")
    return type_url.rpartition("/")[2] if isinstance(type_url, str) else ""


@functools.cache
def _by_name(message: str) -> dict[str, Field]:
    return {field.name: field for field in fields(message) or ()}


def _without_type(content: Content) -> Content:
    return {name: value for name, value in content.items() if name != "@type"}


def _canonical_field(value: Any, field: Field) -> Any:
    if field.is_list:
        return [_canonical_one(item, field) for item in value] if isinstance(value, list) else []
    if field.key:
        pairs = value.items() if isinstance(value, dict) else ()
        return {str(key): _canonical_one(item, field) for key, item in pairs}
    return _canonical_one(value, field)


def _canonical_one(value: Any, field: Field) -> Any:
    if field.is_enum:
        return _enum_name(value, field.type)
    if field.type in _WRAPPERS:
        return _scalar(value, _WRAPPERS[field.type])
    if field.type in _FREE_FORM:
        return value
    if field.type == _ANY:
        return _canonical_any(value)
    if field.type == _DURATION:
        length = nanoseconds(value) if isinstance(value, str) else None
        return duration(0.0 if length is None else length / 1e9)
    if "." in field.type:
        return canonical(value, field.type)
    return _scalar(value, field.type)


def _canonical_any(value: Any) -> Content:
    content = value if isinstance(value, dict) else {}
    name = type_name(content)
    if name in _NESTED_VALUE:
        return content
    return {"@type": content.get("@type", ""), **canonical(_without_type(content), name)}


def _enum_name(value: Any, enum: str) -> Any:
    if isinstance(value, str):
        return value
    return next((name for name, number in enum_numbers(enum).items() if number == value), value)


def _scalar(value: Any, kind: str) -> Any:
    """Numbers of 64 bits are written as text, as protobuf does."""
    if kind in ("string", "bytes"):
        return value if isinstance(value, str) else ""
    if kind == "bool":
        return value is True
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            return value
    number = 0 if value is None else value
    if kind in ("float32", "float64"):
        return number
    return str(int(number)) if kind in ("int64", "uint64") else int(number)


def _is_set(content: Any, field: Field) -> bool:
    if field.is_list or field.key:
        return bool(content)
    if "." in field.type and not field.is_enum:
        return True
    if field.oneof:
        return True
    return content != _first_name(field.type) if field.is_enum else content not in _ZEROS


def _first_name(enum: str) -> str:
    return next(iter(enum_numbers(enum)), "")


def _merged_field(base: Any, patch: Any, field: Field) -> Any:
    if base is None:
        return patch
    if field.is_list:
        return [*base, *patch]
    if field.key:
        return {**base, **patch}
    if field.type in _WRAPPERS:
        # A wrapped zero is a message in which nothing is set.
        return base if patch in _ZEROS else patch
    if field.type in _FREE_FORM:
        return _merged_free_form(base, patch)
    if field.type == _ANY:
        return _replaced_any(base, patch)
    if field.type == _DURATION or field.is_enum or "." not in field.type:
        return patch
    return merged(base, patch, field.type)


def _merged_free_form(base: Any, patch: Any) -> Any:
    if isinstance(base, dict) and isinstance(patch, dict):
        return {**base, **patch}
    if isinstance(base, list) and isinstance(patch, list):
        return [*base, *patch]
    return patch


def _replaced_any(base: Content, patch: Content) -> Content:
    """An Any's content is bytes: those of the second replace those of the first, unless there are none."""
    return patch if len(patch) > 1 else {**base, **patch}
